using System.Reflection;
using System.Text.RegularExpressions;
using Mlem.Docker.Metadata;
using Mlem.Docker.Metadata.Schema;
using Mlem.Docker.Python.Yaml;
using Mlem.Docker.Requirements;

namespace Mlem.Docker.Serving;

/// <summary>
/// What the metrics of the prometheus middleware need (D27): the module that defines each, with the files that it imports
/// from beside it, and packages. A metric is named <c>module.name</c>, and MLEM looks for the module in the current folder.
/// </summary>
internal sealed partial class MetricModules
{
    private static readonly InstallableRequirement PrometheusClient =
        new("prometheus_client") { PackageName = PackageNames.Find("prometheus_client") };

    private static readonly Lazy<HashSet<string>> OfPython = new(ReadModules);

    // More than metrics need, and little enough to be read while somebody waits.
    private const int MaxFiles = 1_000;
    private const int MaxNames = 10_000;
    private const long MaxText = 8L << 20;

    private readonly string _folder;
    private readonly IReadOnlyList<string> _within;
    private readonly HashSet<string> _provided;
    private readonly List<string> _files = [];
    private readonly List<InstallableRequirement> _packages = [];
    private long _read;
    private int _names;

    private MetricModules(string folder, IEnumerable<string> provided, IReadOnlyList<string> within)
    {
        _within = within;
        _folder = folder;
        _provided = [.. provided];
    }

    /// <summary>The files, with paths as Python's modules have them, in the folder.</summary>
    public IReadOnlyList<string> Files => _files;

    /// <summary>The packages that the image needs for them.</summary>
    public IReadOnlyList<InstallableRequirement> Packages => _packages;

    /// <summary>Finds what a server's metrics need.</summary>
    /// <param name="server">The server.</param>
    /// <param name="folder">The folder in which modules are looked for.</param>
    /// <param name="model">The model's requirements, whose modules are in the image too.</param>
    /// <param name="within">The folders in which the modules' files must lie, without links.</param>
    /// <exception cref="MlemException"><c>MetricNotFound</c>: a metric leads nowhere.</exception>
    public static MetricModules For(Server server, string folder, IReadOnlyList<MlemRequirement> model, IReadOnlyList<string> within)
    {
        IEnumerable<string> provided = model.OfType<InstallableRequirement>().Select(r => Top(r.Module))
            .Concat(model.OfType<CustomRequirement>().Select(r => Top(r.Name)))
            .Concat(ServerRequirements.Packages(server).Select(r => r.Module));
        var found = new MetricModules(folder, provided, within);
        foreach (string metric in Metrics(server))
            found.Add(metric);
        return found;
    }

    private static IEnumerable<string> Metrics(Server server) => server.Inner is { } inner
        ? Metrics(inner)
        : server.Document.Items("middlewares").OfType<YamlMapping>()
            .Where(m => m.Text("type") == "prometheus_fastapi").SelectMany(m => m.Texts("metrics"));

    private void Add(string metric)
    {
        if (!Dotted().IsMatch(metric))
            throw NotFound(metric, Messages.MetricHasNoModule);
        int dot = metric.LastIndexOf('.');
        (string module, string name) = (metric[..dot], metric[(dot + 1)..]);
        if (FileOf(module) is { } file)
        {
            if (!Regex.IsMatch(Read(file), $@"\b{Regex.Escape(name)}\b", RegexOptions.CultureInvariant))
                throw NotFound(metric, Messages.FormatMetricNotInFile(file, name));
            Need(PrometheusClient);
            Follow(module, file);
        }
        else if (NeedPackage(Top(module)))
        {
            Need(PrometheusClient);
        }
        else if (!OfPython.Value.Contains(Top(module)))
        {
            throw NotFound(metric, Messages.FormatMetricModuleNotFound(module.Replace('.', '/') + ".py", _folder, Top(module)));
        }
    }

    private void Follow(string module, string file)
    {
        if (_files.Contains(file))
            return;
        if (_files.Count == MaxFiles)
            throw TooLarge();
        _files.Add(file);
        // A module in a package needs the packages on the way to it.
        for (int slash = file.IndexOf('/', StringComparison.Ordinal); slash > 0; slash = file.IndexOf('/', slash + 1))
            FollowIfThere(file[..slash].Replace('/', '.'));
        foreach (string imported in Imports(module, file))
        {
            if (!FollowIfThere(imported) && !OfPython.Value.Contains(Top(imported)))
                NeedPackage(Top(imported));
        }
    }

    private bool FollowIfThere(string module)
    {
        if (FileOf(module) is not { } file)
            return false;
        Follow(module, file);
        return true;
    }

    // 'from a import b' may mean the module a.b, or what a defines.
    private IEnumerable<string> Imports(string module, string file)
    {
        string package = file.EndsWith("/__init__.py", StringComparison.Ordinal) ? module : Parent(module);
        // With a bracket at the end none is looked for up to there again and again.
        // Lines that go on are one, and statements of one line are several.
        string text = Read(file).Replace("\r\n", "\n", StringComparison.Ordinal).Replace("\\\n", " ", StringComparison.Ordinal).Replace(';', '\n') + ")";
        foreach (Match match in Import().Matches(text))
        {
            if (match.Groups["plain"].Success)
            {
                foreach (string one in match.Groups["plain"].Value.Split(','))
                    yield return one.Trim().Split(' ')[0];
                continue;
            }

            string from = Absolute(match.Groups["from"].Value, package);
            if (from.Length > 0)
                yield return from;
            foreach (string one in Comment().Replace(match.Groups["names"].Value, string.Empty).Split(','))
            {
                string inner = (from.Length > 0 ? from + "." : string.Empty) + one.Trim(' ', '\t', '\n', '(', ')').Split(' ')[0];
                if (FileOf(inner) is not null)
                    yield return inner;
            }
        }
    }

    private static string Absolute(string from, string package)
    {
        int dots = from.TakeWhile(c => c == '.').Count();
        string rest = from[dots..];
        for (int i = 1; i < dots; i++)
            package = Parent(package);
        return dots == 0 || package.Length == 0 ? rest : rest.Length == 0 ? package : $"{package}.{rest}";
    }

    private string? FileOf(string module)
    {
        if (++_names > MaxNames)
            throw TooLarge();
        if (!Module().IsMatch(module))
            return null;
        string path = module.Replace('.', '/');
        return ((string[])[path + ".py", path + "/__init__.py"]).FirstOrDefault(p => File.Exists(Path.Combine(_folder, p)));
    }

    // Whether the image has the package then.
    private bool NeedPackage(string module)
    {
        if (_provided.Contains(module))
            return true;
        string? package = PackageNames.Find(module) ?? (PackageReleases.Shipped.For(module).Any() ? module : null);
        if (package is not null)
            Need(new InstallableRequirement(module) { PackageName = PackageNames.Find(module) });
        return package is not null;
    }

    private void Need(InstallableRequirement package)
    {
        if (!_provided.Contains(package.Module) && !_packages.Contains(package))
            _packages.Add(package);
    }

    private string Read(string file)
    {
        string path = Path.Combine(_folder, file);
        _read += new FileInfo(path) is { Exists: true } info ? info.Length : 0;
        return _read <= MaxText ? RegularFile.ReadAllText(path, _within, MaxText) : throw TooLarge();
    }

    private static HashSet<string> ReadModules()
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Mlem.Docker.python-modules.txt")!;
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n').Where(l => !l.StartsWith('#')).SelectMany(l => l.Split(' '))];
    }

    private static string Top(string module) => module.Split('.')[0];

    private static string Parent(string module) => module.LastIndexOf('.') is > 0 and var dot ? module[..dot] : string.Empty;

    private static MlemException NotFound(string metric, string why) => new(
        "MetricNotFound",
        MlemErrorCategory.ObjectNotFound,
        Messages.FormatMetricNotFound(metric, why),
        metric,
        Messages.MetricNotFoundRemedy);

    private MlemException TooLarge() => new(
        "MetricModulesTooLarge",
        MlemErrorCategory.LimitsExceeded,
        Messages.FormatMetricModulesTooLarge(MaxFiles, MaxNames, MaxText >> 20),
        _folder,
        Messages.MetricModulesTooLargeRemedy);

    [GeneratedRegex(@"\A[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Dotted();

    [GeneratedRegex(@"\A[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Module();

    [GeneratedRegex(@"#[^\n]*", RegexOptions.CultureInvariant)]
    private static partial Regex Comment();

    [GeneratedRegex(
        @"^[ \t]*(?:import[ \t]+(?<plain>[\w., \t]+)|from[ \t]+(?<from>[\w.]+)[ \t]+import[ \t]+(?<names>\([^)]*\)|[\w, \t]+))",
        RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex Import();
}
