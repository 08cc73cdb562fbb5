namespace Mlem.Docker.Tests.Inspecting;

/// <summary>What hostile pickles call, each with one text, and the ways in which they say its name.</summary>
internal static class HostileGadgets
{
    public static readonly string[] Names =
    [
        "os system", "posix system", "nt system", "os popen", "os execv", "os spawnlp", "os posix_spawn", "os fork", "os remove", "os environ",
        "subprocess Popen", "subprocess check_output", "subprocess run", "subprocess getoutput", "commands getoutput", "pty spawn",
        "_posixsubprocess fork_exec", "multiprocessing.util spawnv_passfds", "asyncio.subprocess create_subprocess_shell", "platform popen",
        "builtins eval", "builtins exec", "builtins compile", "builtins open", "builtins __import__", "builtins input", "builtins breakpoint",
        "builtins getattr", "builtins setattr", "builtins map", "builtins filter", "builtins vars", "builtins globals", "builtins type",
        "builtins print", "__builtin__ eval", "__builtin__ execfile", "__builtin__ apply", "__builtin__ file", "__builtin__ getattr",
        "operator methodcaller", "operator attrgetter", "_operator methodcaller", "functools reduce", "_functools reduce", "itertools starmap",
        "importlib import_module", "importlib._bootstrap _load", "_frozen_importlib __import__", "imp load_source", "imp find_module",
        "runpy run_path", "runpy _run_code", "runpy run_module", "pkgutil get_loader", "pkgutil resolve_name", "zipimport zipimporter",
        "pickle loads", "pickle load", "_pickle loads", "cPickle loads", "pickle Unpickler", "pickle _Unpickler", "pickletools dis",
        "marshal loads", "types MethodType", "code InteractiveInterpreter", "code interact", "codeop compile_command", "ast literal_eval",
        "bdb Bdb", "pdb run", "cProfile run", "profile run", "timeit timeit", "trace Trace", "doctest debug_script", "doctest testfile",
        "pydoc locate", "pydoc pipepager", "pydoc safeimport", "inspect getattr_static", "gc get_objects", "sys modules", "sys settrace",
        "sys _getframe", "weakref finalize", "atexit register", "signal signal", "threading Thread", "_thread start_new_thread",
        "concurrent.futures ThreadPoolExecutor", "sched scheduler", "contextlib ExitStack", "site addsitedir", "ensurepip bootstrap",
        "venv create", "pip main", "pip._internal main", "pip._internal.cli.main main", "setuptools sandbox.run_setup",
        "distutils.spawn spawn", "distutils.core run_setup", "distutils.file_util write_file", "distutils.dir_util remove_tree",
        "idlelib.run Executive.runcode", "idlelib.pyshell ModifiedInterpreter.runcommand", "lib2to3.pgen2.pgen ParserGenerator",
        "test.support.script_helper assert_python_ok", "unittest.mock _importer", "socket socket", "socket create_connection", "_socket socket",
        "ssl get_server_certificate", "http.client HTTPConnection", "http.server test", "urllib.request urlopen", "urllib urlretrieve",
        "urllib2 urlopen", "ftplib FTP", "smtplib SMTP", "telnetlib Telnet", "imaplib IMAP4_stream", "xmlrpc.client ServerProxy",
        "socketserver TCPServer", "webbrowser open", "antigravity geohash", "logging.config fileConfig", "logging.config listen",
        "logging.config valid_ident.__globals__", "logging FileHandler", "logging.handlers SocketHandler", "shutil rmtree", "shutil copyfile",
        "tempfile NamedTemporaryFile", "io open", "io FileIO", "_io FileIO", "_io open_code", "codecs open", "shelve open", "dbm open",
        "sqlite3 connect", "fileinput input", "linecache getlines", "glob glob", "zipfile ZipFile", "tarfile open", "gzip open", "mmap mmap",
        "pathlib Path.write_text", "pathlib Path.unlink", "ctypes CDLL", "ctypes cdll.LoadLibrary", "_ctypes dlopen", "ctypes.util find_library",
        "numpy.f2py.crackfortran getlincoef", "numpy.f2py.crackfortran _eval_length", "numpy.f2py.crackfortran param_eval",
        "numpy.f2py.diagnose run_command", "numpy.testing._private.utils runstring", "numpy.testing.utils runstring", "numpy load",
        "numpy.lib.npyio load", "numpy.lib.npyio DataSource", "numpy memmap", "numpy fromfile", "numpy.ctypeslib load_library",
        "numpy.distutils.exec_command exec_command", "numpy vectorize", "numpy apply_along_axis",
        "numpy.ma.core os.system", "numpy.core.multiarray os", "numpy ndarray.tofile", "numpy dtype.__class__", "pandas eval",
        "pandas read_pickle", "pandas.io.pickle read_pickle", "pandas.core.computation.eval eval", "pandas.core.frame DataFrame.eval",
        "pandas.io.common get_handle", "sklearn.utils._testing os", "sklearn.utils os.system", "sklearn.base warnings.sys.modules",
        "sklearn.datasets fetch_openml", "sklearn.utils._mocking os", "sklearn.externals.joblib load", "joblib load", "joblib Parallel",
        "joblib.memory Memory", "joblib._memmapping_reducer os", "joblib.numpy_pickle load", "joblib.externals.cloudpickle loads",
        "dill loads", "dill load", "dill._dill loads", "dill source.importable", "dill.session load_session", "cloudpickle loads",
        "cloudpickle.cloudpickle pickle.loads", "cloudpickle.cloudpickle os.system", "torch load", "torch.hub load", "torch.jit load",
        "torch.serialization load", "torch._dynamo.guards GuardBuilder.get", "torch.fx.graph_module reduce_graph_module",
        "torch.utils._config_module ConfigModule.load_config", "torch.utils.bottleneck.__main__ run_cprofile", "torch.utils.collect_env run",
        "torch.utils.data.datapipes.utils.decoder basichandlers", "torch.fx.experimental.symbolic_shapes ShapeEnv.evaluate_guards_expression",
        "torch.package PackageImporter", "torch.storage _load_from_bytes", "torch.distributed.rpc init_rpc", "torch.ops load_library",
        "scipy.io loadmat", "scipy._lib._util np", "xgboost.core ctypes.CDLL", "xgboost.core Booster.load_model", "lightgbm.basic ctypes.CDLL",
        "tensorflow.keras.models load_model", "keras.layers.core Lambda", "keras.utils.generic_utils func_load", "transformers.utils.hub cached_file",
        "requests get", "aiohttp ClientSession", "httpx get", "paramiko SSHClient", "psutil Popen", "pexpect spawn", "sh Command",
        "IPython start_ipython", "sympy sympify", "yaml load", "yaml unsafe_load", "jsonpickle decode", "cffi FFI", "numba jit",
        "fsspec open", "boto3 client", "docker from_env", "statsmodels.iolib.smpickle load_pickle", "nltk.data load", "gensim.utils unpickle",
        "copyreg add_extension", "copyreg pickle", "logging os.system", "collections abc.sys.modules", "collections _sys.modules",
        "re enum.sys.modules", "random _os.system", "datetime sys.modules", "decimal __builtins__", "typing sys.modules", "math __loader__",
        "string Formatter.get_field", "abc sys.modules", "enum sys.modules", "types sys", "functools get_cache_token.__globals__", "unknown_module run",
    ];

    /// <summary>The ways to write a call of a name with the text <c>id</c>.</summary>
    public static IEnumerable<(string Way, byte[] Pickle)> Ways(string module, string name)
    {
        yield return ("protocol 0", PickleWriter.Protocol(0).Global(module, name).Op("(S'id'\ntR").End());
        yield return ("INST", PickleWriter.Protocol(0).Op($"(S'id'\ni{module}\n{name}\n").End());
        yield return ("OBJ", PickleWriter.Protocol(1).Op("(").Global(module, name).Op("S'id'\no").End());
        yield return ("GLOBAL", PickleWriter.Protocol(2).Global(module, name).Call("id").End());
        yield return ("STACK_GLOBAL", PickleWriter.Protocol(4).StackGlobal(module, name).Call("id").End());
        yield return ("NEWOBJ", PickleWriter.Protocol(4).StackGlobal(module, name).Text("id").Op(0x85).Op(0x81).End());
        yield return ("from the memo", PickleWriter.Protocol(4).Text(name).Op(0x94).Op("0").Text(module).Op(0x94).Op("0h").Op(1).Op("h").Op(0).Op(0x93).Call("id").End());
        yield return ("escaped", PickleWriter.Protocol(4).Op(Escaped(module)).Op(Raw(name)).Op(0x93).Call("id").End());
        yield return ("broken afterwards", PickleWriter.Protocol(4).StackGlobal(module, name).Call("id").Op(0xff, 0xff).Bytes());
        yield return ("popped", PickleWriter.Protocol(4).StackGlobal(module, name).Call("id").Op("0N").End());
        yield return ("without an end", PickleWriter.Protocol(4).StackGlobal(module, name).Call("id").Bytes());
        yield return ("inside a list", PickleWriter.Protocol(4).Op("](").StackGlobal(module, name).Call("id").Op("e").End());
        yield return ("frame of no use", PickleWriter.Protocol(4).Op(0x95, 3, 0, 0, 0, 0, 0, 0, 0).StackGlobal(module, name).Call("id").End());
    }

    private static string Escaped(string text) => $"S'{string.Concat(text.Select(c => $"\\x{(int)c:x2}"))}'\n";

    private static string Raw(string text) => $"V{string.Concat(text.Select(c => $"\\u{(int)c:x4}"))}\n";
}
