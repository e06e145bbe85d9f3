"""Who may include whom: a folder of src its own and lower ones; an adapter no other adapter; the domain
no I/O, clock, randomness or logging. Prints each offending line."""
import re

from tree import finish, folder_of, includes, ordered_folders, root_argument, sources

# What the domain may not include, and why: whole names, and beginnings of names.
FORBIDDEN = {
    "fstream": "files", "filesystem": "files", "iostream": "files", "random": "randomness", "thread": "threads",
    "future": "threads", "mutex": "threads", "condition_variable": "threads", "unistd.h": "the system",
    "ctime": "clocks", "time.h": "clocks",
}
FORBIDDEN_BEGINNINGS = {
    "boost/asio": "Asio", "boost/beast": "Beast", "curl/": "curl", "sqlite3": "SQL", "SQLiteCpp/": "SQL",
    "spdlog/": "logging", "prometheus/": "metrics", "yaml-cpp/": "YAML", "CLI/": "the command line",
    "sys/": "the system",
}
# Calls that need no such include. Comments and strings are cut before.
FORBIDDEN_CALLS = re.compile(
    r"_clock::now\b|\bstd::rand\b|\brandom_device\b|\bgetenv\b|\btime\((nullptr|NULL|0)\)|\bclock_gettime\b"
)


def code_of(line):
    line = re.sub(r'"(\\.|[^"\\])*"', '""', line)
    return line.split("//", 1)[0]


def check_order(name, own, folders, wanted):
    if own is None:
        return "this folder is not listed in src/CMakeLists.txt"
    if wanted is None:
        return None
    if wanted == own:
        return None
    if own.startswith("adapters/") and wanted.startswith("adapters/"):
        return f"an adapter may not include another: {name}"
    if folders.index(wanted) > folders.index(own):
        return f"{own} is below {wanted} and may not include it: {name}"
    if own == "domain/templating" and wanted != "base":
        return f"domain/templating knows only base: {name}"
    return None


def forbidden(name):
    if name in FORBIDDEN:
        return FORBIDDEN[name]
    return next((why for start, why in FORBIDDEN_BEGINNINGS.items() if name.startswith(start)), None)


def is_pure(own):
    return own == "base" or (own or "").startswith("domain/")


def main():
    root = root_argument()
    folders = ordered_folders(root)
    problems = []
    for path in sources(root, "src"):
        relative = path.relative_to(root)
        own = folder_of(str(relative.relative_to("src").parent), folders)
        for number, kind, name in includes(path):
            at = f"{relative}:{number}"
            if kind == '"':
                is_src = (root / "src" / name).exists() or "/" in name
                problem = check_order(name, own, folders, folder_of(name, folders)) if is_src else None
                if problem:
                    problems.append(f"{at}: {problem}")
            elif is_pure(own) and own != "base" and forbidden(name):
                problems.append(f"{at}: src/domain may not use {forbidden(name)}: {name}")
        if own is None:
            problems.append(f"{relative}: this folder is not listed in src/CMakeLists.txt")
        if is_pure(own):
            for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1):
                found = FORBIDDEN_CALLS.search(code_of(line))
                if found:
                    problems.append(f"{relative}:{number}: {own} may not call {found.group(0)}")
    finish(problems, "includes")


main()
