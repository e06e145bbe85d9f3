"""The source tree as the layering checks see it: folders in their order, files, includes."""
import pathlib
import re
import sys

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')


def ordered_folders(root):
    """Folders of src, lower first, as src/CMakeLists.txt lists them."""
    text = (root / "src/CMakeLists.txt").read_text()
    listed = re.search(r"foreach\(folder\s([^)]*)\)", text).group(1).split()
    if "base" not in listed or "main" not in listed:
        sys.exit("src/CMakeLists.txt: the list of folders is not where this check looks for it")
    return listed


def folder_of(path, folders):
    """The listed folder that holds a path relative to src; None when no listed folder does."""
    holding = [f for f in folders if path == f or path.startswith(f + "/")]
    return max(holding, key=len) if holding else None


def sources(root, top, suffixes=(".h", ".cpp")):
    return sorted(p for p in (root / top).rglob("*") if p.suffix in suffixes and "node_modules" not in p.parts)


def includes(path):
    """(line number, '<' or '"', name) of each include."""
    found = []
    for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1):
        match = INCLUDE.match(line)
        if match:
            found.append((number, match.group(1), match.group(2)))
    return found


def finish(problems, what):
    for problem in problems:
        print(problem)
    print(f"{what}: {len(problems)} problems")
    sys.exit(1 if problems else 0)


def root_argument(index=1):
    return pathlib.Path(sys.argv[index]).resolve()
