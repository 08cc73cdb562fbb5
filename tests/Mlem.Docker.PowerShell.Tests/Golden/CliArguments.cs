using System.Collections;

namespace Mlem.Docker.PowerShell.Tests.Golden;

/// <summary>MLEM's command line (<c>--server.port 8899 --args.set_env.0 A=1</c>) as parameters of the cmdlet.</summary>
internal static class CliArguments
{
    public static void Add(Hashtable parameters, string[] cli)
    {
        var server = new Hashtable();
        var args = new Hashtable();
        var lists = new SortedDictionary<string, SortedDictionary<int, object>>(StringComparer.Ordinal);
        for (int i = Array.FindIndex(cli, a => a.StartsWith('-')); i + 1 < cli.Length; i += 2)
        {
            string[] path = cli[i].TrimStart('-').Split('.');
            object? value = cli[i + 1] == "None" ? null : cli[i + 1];
            switch (path)
            {
                case ["m"]:
                    parameters["Path"] = value;
                    break;
                case ["server"]:
                    server["type"] = value;
                    break;
                case ["server", var key]:
                    server[key] = value;
                    break;
                case ["args", var key]:
                    args[key] = value;
                    break;
                case ["args", var key, var index]:
                    lists.TryAdd(key, []);
                    lists[key][int.Parse(index, System.Globalization.CultureInfo.InvariantCulture)] = value!;
                    break;
            }
        }

        foreach ((string key, SortedDictionary<int, object> items) in lists)
            args[key] = items.Values.ToArray();
        if (server.Count > 0)
            parameters["Server"] = server;
        parameters["BuildArgs"] = args;
    }
}
