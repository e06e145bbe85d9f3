"""Every file of tests/golden is used: some test names its suite ("golden/SUITE"), and names the file or
walks the folder."""
from tree import finish, root_argument


def main():
    root = root_argument()
    texts = [p.read_text(errors="replace") for p in sorted((root / "tests").rglob("*"))
             if p.suffix in (".cpp", ".h", ".mjs", ".ts", ".py", ".txt", ".sh") and "node_modules" not in p.parts
             and "golden" not in p.relative_to(root / "tests").parts[:1]]
    problems = []
    for path in sorted((root / "tests/golden").rglob("*")):
        if not path.is_file():
            continue
        suite = path.relative_to(root / "tests/golden").parts[0]
        of_suite = [t for t in texts if f"golden/{suite}" in t]
        walks = any("directory_iterator" in t or "readdir" in t for t in of_suite)
        named = any(path.name in t or path.stem in t for t in texts)
        if not of_suite or not (walks or named):
            problems.append(f"{path.relative_to(root)}: no test uses it")
    finish(problems, "golden files")


main()
