"""The words of the interface, for who translates them."""

import typer

commands = typer.Typer(no_args_is_help=True, help="The words of the interface, by language.")


@commands.command("compile")
def compile_languages() -> None:
    """Compile the translations for the application to read."""
    from app.language.upkeep import compile_all

    compile_all()


@commands.command("update")
def update_languages() -> None:
    """Bring the translations to the source, compile them, and list what waits for words."""
    from app.language.upkeep import compile_all, translated_languages, update

    for language in translated_languages():
        waiting = update(language)
        print(f"{language.name}: {len(waiting)} of its texts wait for words.")
        for text in waiting:
            print(f"  {text}")
    compile_all()


@commands.command("check")
def check_languages() -> None:
    """List all that is wrong in the catalogs, and every text that people see and is not marked."""
    from app.language.unmarked import unmarked
    from app.language.upkeep import complaints

    found = [*map(str, complaints()), *map(str, unmarked())]
    for line in found:
        print(line)
    raise typer.Exit(1 if found else 0)
