"""Why a zip is no pack of ours, or not one that is safe to read."""

from app.language.reasons import ReasonKind, reason

TOO_BIG = ReasonKind("zip.too_big", "The zip is too big; {megabytes} MB is the most.")
TOO_MANY_FILES = ReasonKind(
    "zip.too_many_files",
    "The zip holds {count} file; {most} is the most.",
    "The zip holds {count} files; {most} is the most.",
)
UNREADABLE = reason(
    "zip.unreadable",
    "This is not a zip file that can be read. Make the zip again and upload it once more.",
)
BAD_NAME = ReasonKind("zip.bad_name", "A file in the zip has a name that is not allowed: {name}.")
LINK = ReasonKind("zip.link", "{name} is a link; a pack has ordinary files only.")
PASSWORD = reason("zip.password", "The zip has a password. Make it again without one.")
UNUSUAL_METHOD = ReasonKind(
    "zip.unusual_method",
    "{name} is packed in an unusual way. Make an ordinary zip and upload that.",
)
BOMB = ReasonKind(
    "zip.bomb",
    "{name} is far larger unpacked than packed. Make the zip again from the files themselves.",
)
TWICE = ReasonKind("zip.twice", "The zip holds {name} twice.")
FILE_AND_FOLDER = ReasonKind(
    "zip.file_and_folder", "The zip holds {name} as a file and as a folder."
)
IN_NO_FOLDER = ReasonKind(
    "zip.in_no_folder",
    "{name} is in no folder modules/<program> or cases/<program>. "
    "Zip the two folders modules and cases together, and nothing else.",
)
NO_PROGRAM = reason("zip.no_program", "The zip holds no folder modules/<program> with files in it.")
SEVERAL_PROGRAMS = ReasonKind(
    "zip.several_programs",
    "The zip holds {count} program: {programs:list}. Upload one after the other.",
    "The zip holds {count} programs: {programs:list}. Upload one after the other.",
)
BAD_KEY = ReasonKind(
    "zip.bad_key",
    "“{key}” cannot be the key of a program; use lowercase letters, digits and hyphens.",
)
FILE_TOO_BIG = ReasonKind("zip.file_too_big", "{name} is too big; {megabytes} MB is the most.")
UNPACKED_TOO_BIG = ReasonKind(
    "zip.unpacked_too_big", "Unpacked, the zip is too big; {megabytes} MB is the most."
)
