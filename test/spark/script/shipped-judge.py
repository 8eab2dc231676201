"""Asks the shipped script's own judge about many files in one process: its program, byte for byte, up to where it starts to act.
Usage: shipped-judge.py SCRIPT FILE...; prints a JSON list, null for a file that may stay."""
import json
import os
import sys

text = open(sys.argv[1], encoding="utf-8").read()
program = text[text.index("<<'PROGRAM'\n") + len("<<'PROGRAM'\n") : text.rindex("\nPROGRAM\n")]
definitions, found, _ = program.rpartition("\ntry:\n    main()")
assert found, "the script ends in another way than by main()"
os.environ["DB_IS_DRIVER"] = "TRUE"
scope = {"__name__": "shipped"}
exec(compile(definitions, sys.argv[1], "exec"), scope)
print(json.dumps([scope["own_setting_in"](scope["read_text"](path)) for path in sys.argv[2:]]))
