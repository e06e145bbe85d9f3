"""The layering checks find what they are for: each is run on a small tree with one fault."""
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
LISTS = "foreach(folder base domain/alarm domain/rules ports adapters/curl adapters/yaml main)\n"


def run(script, *arguments):
    done = subprocess.run([sys.executable, str(HERE / f"{script}.py"), *map(str, arguments)],
                          capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def tree(files):
    folder = pathlib.Path(tempfile.mkdtemp())
    for name, text in {"src/CMakeLists.txt": LISTS, "src/base/text.h": "", "tests/CMakeLists.txt": "",
                       **files}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    poison = folder / "tests/layering/poison/boost"
    poison.mkdir(parents=True)
    (poison / "asio.hpp").write_text('#error "poisoned"\n')
    return folder


# name, files, script, further arguments, text the output must hold ("" for a sound tree)
CASES = [
    ("a sound tree", {"src/domain/alarm/a.h": '#include "base/text.h"\n'}, "includes", [], ""),
    ("a lower folder includes a higher one", {"src/base/x.cpp": '#include "ports/p.h"\n'}, "includes", [],
     "base is below ports"),
    ("a later folder of the domain", {"src/domain/alarm/x.h": '#include "domain/rules/r.h"\n'}, "includes", [],
     "src/domain/alarm/x.h:1"),
    ("an adapter includes another", {"src/adapters/yaml/x.h": '#include "adapters/curl/c.h"\n'}, "includes", [],
     "may not include another"),
    ("Asio in the domain", {"src/domain/alarm/x.h": "#include <boost/asio/post.hpp>\n"}, "includes", [], "Asio"),
    ("files in the domain", {"src/domain/alarm/x.cpp": "#include <fstream>\n"}, "includes", [], "files"),
    ("a clock in the domain", {"src/domain/alarm/x.cpp": "auto t = std::chrono::system_clock::now();\n"},
     "includes", [], "_clock::now"),
    ("a folder nobody listed", {"src/extra/x.h": ""}, "includes", [], "not listed"),
    ("poison behind a header", {"src/base/b.h": "#include <boost/asio.hpp>\n",
                                "src/domain/alarm/a.h": '#include "base/b.h"\n'}, "headers poisoned", [sys.argv[1]],
     "poisoned"),
    ("a header that needs another", {"src/base/b.h": "inline std::size_t n();\n"}, "headers alone", [sys.argv[1]],
     "src/base/b.h"),
    ("a test nobody lists", {"tests/unit/a_test.cpp": ""}, "listed", ["BINARY"], "never runs"),
    ("a test that a comment lists", {"tests/unit/a_test.cpp": "", "tests/unit/CMakeLists.txt": "# a_test.cpp\n"},
     "listed", ["BINARY"], "never runs"),
    ("a test outside the build", {"tests/unit/a_test.cpp": "", "tests/unit/CMakeLists.txt": "x(a_test.cpp)\n"},
     "listed", ["BINARY"], "not part of the build"),
    ("a golden file nobody uses", {"tests/golden/a/x.json": "", "tests/a_test.cpp": '"golden/a/y.json"'}, "golden",
     [], "no test uses it"),
    ("a golden file that is used", {"tests/golden/a/x.json": "", "tests/a_test.cpp": '"golden/a/" "x.json"'},
     "golden", [], ""),
]


def main():
    failed = 0
    for name, files, script, further, says in CASES:
        root = tree(files)
        script, *mode = script.split()
        further = [root if argument == "BINARY" else argument for argument in further]
        code, output = run(script, *mode, root, *further)
        good = code == 0 if says == "" else code == 1 and says in output
        failed += not good
        print(f"{'ok  ' if good else 'FAIL'} {name}" + ("" if good else f" (exit {code}):\n{output}"))
        subprocess.run(["rm", "-rf", "--one-file-system", str(root)], check=True)
    sys.exit(1 if failed else 0)


main()
