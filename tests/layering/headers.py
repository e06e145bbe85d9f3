"""Compiles headers by themselves, syntax only.

poisoned  all headers of each folder of src/domain, with tests/layering/poison before the system's: what
          reaches Asio, curl, SQL, logging, files, threads or randomness, even through another header,
          does not compile
alone     every header of src and tests that is not the first include of its own .cpp (those are compiled
          alone with it)
"""
import concurrent.futures
import os
import subprocess
import sys

from tree import finish, folder_of, includes, ordered_folders, root_argument, sources


def compile_text(compiler, root, text, extra):
    command = [compiler, "-std=c++20", "-fsyntax-only", "-x", "c++", *extra, "-I", str(root / "src"),
               "-I", str(root / "tests"), f'-DSOCBOT_SOURCE_DIR="{root}"', "-"]
    done = subprocess.run(command, input=text, text=True, capture_output=True, check=False)
    if done.returncode == 0:
        return None
    lines = [line for line in done.stderr.splitlines() if "error" in line or "from" in line]
    return "\n    ".join(lines[:12] or ["the compiler failed"])


def compile_all(jobs):
    """(name, thunk) pairs; the problems of those that failed, in order."""
    with concurrent.futures.ThreadPoolExecutor(max_workers=min(2, os.cpu_count() or 1)) as pool:
        running = [(name, pool.submit(job)) for name, job in jobs]
        return [f"{name}:\n    {task.result()}" for name, task in running if task.result()]


def poisoned(root, compiler):
    folders = [f for f in ordered_folders(root) if f.startswith("domain/")]
    groups = {}
    for header in sources(root, "src/domain", (".h",)):
        relative = str(header.relative_to(root / "src"))
        groups.setdefault(folder_of(relative, folders) or os.path.dirname(relative), []).append(relative)
    poison = ["-isystem", str(root / "tests/layering/poison")]

    def job(names):
        text = "".join(f'#include "{name}"\n' for name in names)
        return lambda: compile_text(compiler, root, text, poison)

    return compile_all([(folder, job(names)) for folder, names in groups.items()])


def is_first_of_its_source(header):
    source = header.with_suffix(".cpp")
    if not source.exists():
        return False
    first = next((name for _, kind, name in includes(source)), "")
    return str(header).endswith("/" + first)


def alone(root, compiler):
    headers = [h for h in sources(root, "src", (".h",)) + sources(root, "tests", (".h",))
               if not is_first_of_its_source(h) and "poison" not in h.parts]
    jobs = []
    for header in headers:
        text = f'#include "{header}"\n'
        jobs.append((str(header.relative_to(root)), lambda text=text: compile_text(compiler, root, text, [])))
    return compile_all(jobs)


def main():
    mode, root, compiler = sys.argv[1], root_argument(2), sys.argv[3]
    finish({"poisoned": poisoned, "alone": alone}[mode](root, compiler), f"headers {mode}")


main()
