"""The console command `mlem`, of which only `serve` is here."""

import argparse
import os
import sys

from . import faults, http, model, servers


def main(argv=None):
    parser = argparse.ArgumentParser(prog="mlem", description="stand-in for MLEM in tests of Mlem.Docker")
    commands = parser.add_subparsers(dest="command", required=True)
    serve = commands.add_parser("serve")
    serve.add_argument("-l", "--load", required=True, help="path of the server's YAML")
    serve.add_argument("-m", "--model", required=True, help="path of the model, .mlem optional")
    arguments = parser.parse_args(argv)

    fault = faults.Fault.from_environment()
    fault.at_start()
    # A console script's own folder comes first on the path; code that the model brings lies where it is served.
    sys.path.insert(0, os.getcwd())
    server = model.read_yaml(arguments.load)
    loaded = model.Model.load(arguments.model, standardize=server.get("standardize", server.get("type") != "streamlit"))
    servers.serve(server, loaded, fault)


if __name__ == "__main__":
    main()
