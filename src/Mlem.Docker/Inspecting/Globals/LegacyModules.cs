namespace Mlem.Docker.Inspecting;

/// <summary>Python 2's names of modules, which Python 3 still finds for pickles of protocols 0 to 2, and its hidden ones.</summary>
internal static class LegacyModules
{
    public static readonly string[] Names =
    [
        "__builtin__", "commands", "cPickle", "copy_reg", "StringIO", "cStringIO", "UserDict", "UserList", "UserString", "Queue",
        "SocketServer", "ConfigParser", "repr", "Tkinter", "xmlrpclib", "httplib", "HTMLParser", "Cookie", "cookielib", "BaseHTTPServer",
        "SimpleHTTPServer", "CGIHTTPServer", "robotparser", "urllib2", "urlparse", "dummy_thread", "thread", "anydbm", "dumbdbm", "gdbm",
        "whichdb", "_winreg", "exceptions", "popen2", "os2emxpath", "_codecs", "_io", "_pyio", "_pickle", "_operator", "_functools",
        "_collections", "_thread", "_socket", "_ssl", "_ctypes", "_posixsubprocess", "_frozen_importlib", "_frozen_importlib_external",
        "_weakref", "_ast", "_imp", "_sqlite3", "_winapi", "_struct", "_random", "_datetime", "_decimal", "_abc", "_warnings", "_locale",
        "_signal", "_symtable", "_tracemalloc", "_xxsubinterpreters", "_interpreters", "test", "_aix_support", "_osx_support",
        "_bootlocale", "_collections_abc", "_compat_pickle", "_pydecimal", "_sitebuiltins", "_strptime", "_threading_local", "sre_compile",
    ];
}
