namespace Mlem.Docker.Tests.Requirements.Rule;

/// <summary>Requirements as a model's author could write them to get more into requirements.txt than a requirement.</summary>
internal sealed class HostileRequirements(int seed)
{
    private static readonly string[] Names =
    [
        "numpy", "scikit-learn", "My_Pkg", "zope.interface", "uvicorn[standard]", "a[b,c-d]", "x [ y ]", "evil", "A1",
        "x @ https://h.example/x-1.0-py3-none-any.whl", "x@https://h.example/a/x.tar.gz#sha256=00ff", "x[y] @ git+https://h.example/x@v1#egg=x",
        "x @ git+ssh://git@h.example/o/x.git@main#subdirectory=py/x", "x @ https://u:p@h.example:8080/x.zip?a=1&b=2",
    ];

    private static readonly string[] Versions =
        ["1", "1.0", "1!2.0", "2.0rc1.post2.dev3", "1.0+cpu", "v1.2", "1.0-1", "1.0.dev", "2022.12.7", "1.0+a.b-c_d"];

    private static readonly string[] Addresses =
    [
        "https://h.example/simple", "http://h.example:8080/a/b", "https://u:p@h.example/x.git", "https://u%40corp.example:p%2fq@h.example/simple", "https://[::1]:5000/simple/", "https://h.example",
        "ssh://git@h.example/o/x", "svn://h.example/x", "https://h.example/x?y=1", "git://h.example/x.git",
    ];

    private static readonly string[] Whole =
    [
        "", "-", "--index-url=https://evil.example", "-r", "-r other.txt", "-e .", "-e", "-f https://evil.example", "--trusted-host", "evil.zip",
        "evil.whl", "evil.tar.gz[x]", ".", "./evil", "/etc/passwd", "evil/pkg", "file:///etc/passwd", "x @ file:///etc/passwd", "${EVIL}", "git",
        "git+file", "http", "1.*", "1.0 --hash=sha256:00", "git+https://h.example/x", "https://h.example/x.whl", "~/x", "@", "x@", "1.0+zip", "1.0+a.zip",
        "1.0+b.whl", "1.0+c.tar.gz", "x; python_version<'3'", "$A", "%24A", "C:\\x", "\\\\host\\x", "git+https://${EVIL}/x", "Kx", "1.0+ſ",
        "0", "HEAD", "a..b", "--upload-pack=touch", "https://", "https://-oProxy/x", "ssh://-oProxyCommand=x@h.example/x", "https://h.example:99999999999999999999999/x",
        "https://h.example#egg=other", "x @ https://h.example/x.whl#egg=y", "x @ https://h.example/x#subdirectory=../../y", "1\u06601",
    ];

    private static readonly string[] Fragments =
    [
        " ", "  ", "\t", "\n", "\r", "\r\n", "\v", "\f", "\u001c", "\u001d", "\u001e", "\u0085", "\u2028", "\u2029", "\u00a0", "\u200b", "\ufeff", "\0", "\\", "\\\n",
        "#", " #", "$", "${A}", "${EVIL}", "$A", "\"", "'", "`", ";", "; ", " ; ", "-", " -", " --pre", " -r x", " --index-url https://evil.example", "=", "==",
        "==9", ",", ",<2", ">=1", "~=1.0", "!=1", "@", " @ ", "@v1", "@-x", "/", "//", "..", "../", ".", "+", "%", "%0a", "%2f", "[", "]", "[x]", "[]", "(", ")", "<",
        ">", "|", "&", "*", "?", "!", "~", ":", "://", "file:", ".zip", ".whl", ".tar.gz", "\u0130", "\u212a", "\u00e9", "\ud83d\ude00", "#egg=evil", "\n--pre\n",
    ];

    private readonly Random _random = new(seed);

    /// <summary>What a model may name: one to three packages, in each of which a few characters may be evil.</summary>
    public InstallableRequirement[] Next() => [.. Enumerable.Range(0, _random.Next(1, 4)).Select(i => Requirement(i))];

    private InstallableRequirement Requirement(int number)
    {
        var package = new InstallableRequirement(Text(Names));
        if (_random.Next(4) == 0)
            package = package with { PackageName = Text(Names) };
        if (_random.Next(2) == 0)
            package = package with { Version = Text(Versions) };
        if (_random.Next(4) == 0)
            package = package with { ExtraIndex = Text(Addresses) };
        if (_random.Next(4) == 0)
            package = package with { Vcs = Text(["git", "hg", "svn", "bzr"]), SourceUrl = Text(Addresses), VcsCommit = Text(["abc0123", "v1.0", "main", "a/b"]) };
        return package;
    }

    private string Text(string[] honest)
    {
        string text = _random.Next(12) == 0 ? Pick(Whole) : Pick(honest);
        for (int evil = _random.Next(12); evil < 2; evil++)
            text = text.Insert(_random.Next(3) switch { 0 => 0, 1 => text.Length, _ => _random.Next(text.Length + 1) }, Pick(Fragments));
        return text;
    }

    private string Pick(string[] texts) => texts[_random.Next(texts.Length)];
}
