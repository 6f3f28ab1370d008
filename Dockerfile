# Waypost in a container: `docker build -t waypost .`; compose.yaml runs it with PostgreSQL.

FROM python:3.11-slim-trixie AS packages
RUN python -m venv /opt/venv
COPY requirements.lock .
RUN /opt/venv/bin/python -m pip install --no-cache-dir --disable-pip-version-check \
    --no-deps --require-hashes -r requirements.lock


FROM python:3.11-slim-trixie

# What WeasyPrint loads to draw certificates. The faces in use are files of the project
# (app/static/fonts for pages, certificates/fonts for certificates), but for Chinese, Japanese and
# Korean, which fonts-noto-cjk has. Backups need pg_dump, as new as the server that
# compose.yaml starts: Debian 13 has that of PostgreSQL 17.
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig fonts-noto-cjk \
        postgresql-client \
    && rm -rf /var/lib/apt/lists/* \
    && fc-cache -s \
    && useradd --uid 10001 --home-dir /nonexistent --no-create-home --shell /usr/sbin/nologin waypost \
    && install -d -o waypost -g waypost -m 750 /data

COPY --from=packages /opt/venv /opt/venv
WORKDIR /srv/waypost
COPY LICENSE README.md pyproject.toml ./
COPY app app
COPY migrations migrations
COPY certificates certificates
COPY modules modules
COPY cases cases
RUN /opt/venv/bin/python -m app languages compile \
    && /opt/venv/bin/python -m compileall -q app migrations

ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    XDG_CACHE_HOME=/tmp/cache \
    HOST=0.0.0.0 \
    PORT=8000 \
    DATA_DIR=/data
USER waypost
VOLUME /data
EXPOSE 8000

HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as u; u.urlopen(f\"http://127.0.0.1:{os.environ['PORT']}/health\", timeout=4)"]

CMD ["sh", "-c", "python -m app migrate && python -m app content load && exec python -m app serve"]
