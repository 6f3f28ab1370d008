"""Statistics of answers, pure: numbers in, named results out; nothing here knows who anybody is.

Each module states the choices that a statistician would ask for before its code. SciPy and
statsmodels do the computing; they take seconds to import, so only who analyzes imports this.
"""
