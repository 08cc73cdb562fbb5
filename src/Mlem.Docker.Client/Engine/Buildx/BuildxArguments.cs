using System.Text;
using System.Text.RegularExpressions;

namespace Mlem.Docker.Engine.Buildx;

/// <summary>Writes what is to be built as arguments of <c>docker buildx build</c>; values that may be secret go another way.</summary>
internal sealed partial class BuildxArguments : IDisposable
{
    // Linux takes 128 KiB for one variable; what is longer is a file that only this user reads, as long as the build lasts.
    private const int LongestVariable = 64 * 1024;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mlem-docker-buildx-");
    private readonly List<string> _arguments = ["build", "--progress", "rawjson"];
    private readonly Dictionary<string, string> _variables = [];

    private BuildxArguments()
    {
    }

    public IReadOnlyList<string> Arguments => _arguments;

    /// <summary>Gets variables of the program's environment.</summary>
    public IReadOnlyDictionary<string, string> Variables => _variables;

    /// <summary>Gets where the program writes what it made.</summary>
    public string Metadata => Path.Combine(_folder.FullName, "metadata.json");

    public static BuildxArguments From(ImageBuildRequest request)
    {
        var written = new BuildxArguments();
        try
        {
            written.Write(request);
            return written;
        }
        catch
        {
            written.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        try
        {
            _folder.Delete(recursive: true);
        }
        catch (IOException)
        {
            // The program may still hold its own file on Windows; nothing secret is in that one.
        }
    }

    private void Write(ImageBuildRequest request)
    {
        Add("--metadata-file", Metadata);
        Add("--builder", request.Buildx.Builder ?? "default");
        // A builder of its own keeps the image in its cache unless it is told to hand it over.
        if (request.Buildx.Builder is not null)
            _arguments.Add("--load");
        foreach (var tag in request.Tags)
            Add("--tag", ImageReference.Parse(tag).ExactName);
        Add("--file", request.Dockerfile);
        Add("--target", request.Target);
        Add("--platform", request.Platform);
        Add("--network", request.NetworkMode);
        if (request.Pull)
            _arguments.Add("--pull");
        if (request.NoCache)
            _arguments.Add("--no-cache");
        foreach (var (name, value) in request.BuildArguments)
            AddBuildArgument(name, value);
        foreach (var (name, value) in request.Labels)
            Add("--label", $"{name}={value}");
        foreach (var (id, secret) in request.Buildx.Secrets)
            Add("--secret", Secret(id, secret));
        foreach (var agent in request.Buildx.Ssh)
            Add("--ssh", agent);
        foreach (var cache in request.Buildx.CacheFrom)
            Add("--cache-from", cache);
        foreach (var cache in request.Buildx.CacheTo)
            Add("--cache-to", cache);
        _arguments.Add("-");
    }

    private void Add(string option, string? value)
    {
        if (value is not null)
            _arguments.AddRange([option, value]);
    }

    // Everyone on this machine can read a program's arguments, only its user its environment. But a declaration of somebody else may
    // name what docker, the system's loader or a program that docker starts obeys, such as LD_PRELOAD.
    private void AddBuildArgument(string name, string? value)
    {
        if (value is null)
            return;
        var taken = Environment.GetEnvironmentVariable(name) is not null || Obeyed().IsMatch(name) || value.Length > LongestVariable;
        Add("--build-arg", taken ? $"{name}={value}" : name);
        if (!taken)
            _variables[name] = value;
    }

    private string Secret(string id, BuildSecret secret)
    {
        if (secret.Path is { } path)
            return $"id={id},{Field("src", path)}";
        var text = secret.Text!;
        if (Encoding.UTF8.GetByteCount(text) <= LongestVariable && !text.Contains('\0', StringComparison.Ordinal))
        {
            var name = $"MLEM_DOCKER_SECRET_{_variables.Count}";
            _variables[name] = text;
            return $"id={id},env={name}";
        }

        var file = Path.Combine(_folder.FullName, $"secret-{_arguments.Count}");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var stream = new FileStream(file, options))
            stream.Write(Encoding.UTF8.GetBytes(text));
        return $"id={id},{Field("src", file)}";
    }

    [GeneratedRegex(
        """
        \A ( DOCKER | BUILD | COMPOSE | MOBY | LD_ | DYLD_ | GLIBC | GCONV | LOCPATH | MALLOC_ | GO | OTEL_ | SSL_ | SSH_A | GNUPGHOME | GPG_ | XDG_ | DBUS_
        | PYTHON | PERL | RUBY | NODE_ | JAVA_ | _JAVA | JDK_ | DOTNET_ | CORECLR_ | BASH | (ENV | IFS | PS4) \z | SHELL | PATH | HOME | USER | APPDATA
        | LOCALAPPDATA | SYSTEM | COMSPEC | WINDIR | TMP | TEMP | TERM | LANG | LC_ | RES_OPTIONS | LOCALDOMAIN | HOSTALIASES | \w*PROXY \z )
        """,
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Obeyed();

    // The option is a line of CSV.
    private static string Field(string name, string value) => value.AsSpan().IndexOfAny(",\"\n\r") < 0
        ? $"{name}={value}"
        : $"\"{name}={value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
