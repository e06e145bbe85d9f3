"""Every *_test.cpp is a source of some target: named by the CMakeLists.txt of its folder or of one above,
which is part of the build."""
import pathlib
import re
import sys

from tree import finish, root_argument, sources


def naming_list(root, path):
    """The CMakeLists.txt that names a test's source, nearest first."""
    for folder in path.relative_to(root).parents:
        lists = root / folder / "CMakeLists.txt"
        if lists.exists():
            code = re.sub(r"#.*", "", lists.read_text())
            if str(path.relative_to(root / folder)) in re.split(r"[\s()]+", code):
                return lists
        if str(folder) == "tests":
            return None
    return None


def main():
    root = root_argument()
    binary = pathlib.Path(sys.argv[2])
    problems = []
    for path in sources(root, "tests", (".cpp",)):
        if not path.name.endswith("_test.cpp"):
            continue
        lists = naming_list(root, path)
        if lists is None:
            problems.append(f"{path.relative_to(root)}: no CMakeLists.txt names it, so it never runs")
            continue
        folder = lists.parent.relative_to(root)
        if not (binary / folder / "CTestTestfile.cmake").exists():
            problems.append(f"{path.relative_to(root)}: {folder} is not part of the build")
    finish(problems, "tests")


main()
