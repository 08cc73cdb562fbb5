# Streamlit is a process of its own, which MLEM does not end: here it ends after the server.
exec "$(command -v python3 || command -v python)" -c '
import os, runpy, shutil, signal, subprocess, sys
leave = subprocess.Popen.__exit__
def end(process, *error):
    process.terminate()
    return leave(process, *error)
subprocess.Popen.__exit__ = end
signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
sys.argv = sys.argv[1:]
script = shutil.which(sys.argv[0])
sys.path[0] = os.path.dirname(script)
runpy.run_path(script, run_name="__main__")
' mlem serve -l server.yaml -m model