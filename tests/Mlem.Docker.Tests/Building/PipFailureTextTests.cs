using Mlem.Docker.Building;
using Mlem.Docker.Requirements;
using Xunit;

namespace Mlem.Docker.Tests.Building;

/// <summary>Wordings of pip that no recorded case has, and what the reader makes of them.</summary>
public class PipFailureTextTests
{
    [Theory]
    [InlineData("ERROR: Double requirement given: six==1.16.0 (from -r r.txt (line 2)) (already in six==1.15.0 (from -r r.txt (line 1)), name='six')", PipFailureKind.Conflict)]
    [InlineData("pip._vendor.resolvelib.resolvers.ResolutionTooDeep: 2000000", PipFailureKind.ResolutionTooDeep)]
    [InlineData("error: resolution-too-deep", PipFailureKind.ResolutionTooDeep)]
    [InlineData("ERROR: Packages installed from PyPI cannot depend on packages which are not also hosted on PyPI.", null)]
    [InlineData("ERROR: Could not install packages due to an OSError: HTTPSConnectionPool(host='files.pythonhosted.org', port=443): Max retries exceeded with url: /x (Caused by NewConnectionError('<x>: Failed to establish a new connection: [Errno -3] Temporary failure in name resolution'))", PipFailureKind.IndexUnreachable)]
    [InlineData("ERROR: Could not install packages due to an EnvironmentError: HTTPSConnectionPool(host='files.pythonhosted.org', port=443): Max retries exceeded with url: /x (Caused by SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED]')))", PipFailureKind.IndexNotTrusted)]
    [InlineData("pip._vendor.urllib3.exceptions.ReadTimeoutError: HTTPSConnectionPool(host='files.pythonhosted.org', port=443): Read timed out.", PipFailureKind.IndexUnreachable)]
    [InlineData("ERROR: HTTP error 403 while getting https://files.example.org/a.whl", PipFailureKind.IndexRefused)]
    [InlineData("ERROR: 503 Server Error: Service Unavailable for url: https://index.example.org/simple/six/", PipFailureKind.IndexRefused)]
    [InlineData("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", PipFailureKind.DiskFull)]
    [InlineData("/bin/sh: 1: pip: not found", PipFailureKind.PipMissing)]
    [InlineData("error: externally-managed-environment", PipFailureKind.ExternallyManaged)]
    [InlineData("ERROR: Package 'numpy' requires a different Python: 3.8.18 not in '>=3.9'", PipFailureKind.NoReleaseForPython)]
    [InlineData("ERROR: numpy-1.0-cp27-cp27m-win32.whl is not a supported wheel on this platform.", PipFailureKind.NoReleaseForPython)]
    [InlineData("ERROR: Hashes are required in --require-hashes mode, but they are missing from some requirements.", PipFailureKind.HashMissing)]
    [InlineData("ERROR: pip cache commands can not function since cache is disabled.", PipFailureKind.CachePurge)]
    [InlineData("ERROR: No matching packages", PipFailureKind.CachePurge)]
    [InlineData("WARNING: No matching packages", null)]
    [InlineData("ERROR: Could not open requirements file: [Errno 2] No such file or directory: 'constraints.txt'", PipFailureKind.FileMissing)]
    [InlineData("E: Unable to locate package libnothing", null)]
    public void A_wording_is_recognised(string line, PipFailureKind? kind) =>
        Assert.Equal(kind, PipFailureReader.Read(["Collecting six", line, ""])?.Kind);

    [Theory]
    [InlineData("407 Proxy Authentication Required")]
    [InlineData("403 Filtered")]
    public void A_proxy_that_refuses_is_not_taken_for_the_index(string answer)
    {
        PipFailure failure = PipFailureReader.Read(
        [
            "Collecting six",
            $"ERROR: Could not install packages due to an OSError: HTTPSConnectionPool(host='pypi.org', port=443): Max retries exceeded with url: /simple/six/ (Caused by ProxyError('Unable to connect to proxy', OSError('Tunnel connection failed: {answer}')))",
            "",
        ])!;
        Assert.Equal(PipFailureKind.IndexRefused, failure.Kind);
        Assert.Contains("The proxy in front of the index 'pypi.org'", failure.Reason, StringComparison.Ordinal);
        Assert.Contains(answer[..3], failure.Reason, StringComparison.Ordinal);
        Assert.Contains("config.json", failure.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("    error: command 'gcc' failed: No such file or directory", "build-essential")]
    [InlineData("    error: command 'x86_64-linux-gnu-gcc' failed with exit status 1", "build-essential")]
    [InlineData("    unable to execute 'gcc': No such file or directory", "build-essential")]
    [InlineData("    src/x.c:1:10: fatal error: Python.h: No such file or directory", "python3-dev")]
    [InlineData("    src/x.c:1:10: fatal error: ffi.h: No such file or directory", "ffi.h")]
    [InlineData("    error: can't find Rust compiler", "cargo")]
    [InlineData("    CMake must be installed to build the following extensions: dlib", "cmake")]
    [InlineData("    /bin/sh: 1: mysql_config: not found", "default-libmysqlclient-dev")]
    [InlineData("    ../meson.build:1:0: ERROR: Unknown compiler(s): [['gfortran']]", "gfortran")]
    public void What_a_build_lacks_is_named_with_the_package_that_brings_it(string line, string hint)
    {
        PipFailure? failure = PipFailureReader.Read(
            ["Collecting thing==1.0", "  Building wheel for thing (setup.py): started", "  ERROR: Command errored out with exit status 1:", line, "  ERROR: Failed building wheel for thing"],
            "3.13");
        Assert.Equal((PipFailureKind.MustCompile, "thing"), (failure!.Kind, failure.Package));
        Assert.Contains(hint, failure.Reason + failure.Remedy, StringComparison.Ordinal);
        Assert.Contains("Python 3.13", failure.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("      ModuleNotFoundError: No module named 'pkg_resources'", "pkg_resources")]
    [InlineData("      AttributeError: module 'pkgutil' has no attribute 'ImpImporter'. Did you mean: 'zipimporter'?", "older")]
    [InlineData("      error in anyjson setup command: use_2to3 is invalid.", "older")]
    [InlineData("      ModuleNotFoundError: No module named 'Cython'", "Cython")]
    [InlineData("  × pip subprocess to install build dependencies did not run successfully.", "cannot be installed")]
    public void A_build_that_todays_tools_cannot_do_is_told_from_a_missing_compiler(string line, string hint)
    {
        PipFailure? failure = PipFailureReader.Read(
            ["Collecting flatdict", "  error: subprocess-exited-with-error", line, "error: metadata-generation-failed", "╰─> See above for output."]);
        Assert.Equal((PipFailureKind.BuildSystem, "flatdict"), (failure!.Kind, failure.Package));
        Assert.Contains(hint, failure.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("numpy==2.5.5 (from versions: 1.3.0, 2.0.1, 2.0.2)", PipFailureKind.NoReleaseForPython)]
    [InlineData("tensorflow==2.3.0 (from versions: 2.12.0rc0, 2.12.0, 2.13.0)", PipFailureKind.NoReleaseForPython)]
    [InlineData("requests==99.1 (from versions: 2.0, 2.34.2)", PipFailureKind.NoSuchVersion)]
    [InlineData("requests==2.1.5 (from versions: 2.0, 2.34.2)", PipFailureKind.NoSuchVersion)]
    [InlineData("requests>=99 (from -r requirements.txt (line 3)) (from versions: 2.0, 2.34.2)", PipFailureKind.NoSuchVersion)]
    [InlineData("urllib3==2.0.7 (from versions: 1.26.0, 2.0.7)", PipFailureKind.Conflict)]
    [InlineData("nothing (from versions: none)", PipFailureKind.NoSuchPackage)]
    [InlineData("nothing==1.0", PipFailureKind.NoMatchingRelease)]
    [InlineData("nothing==1.0 (from x->-r r.txt (line 1))", PipFailureKind.NoMatchingRelease)]
    public void What_is_offered_tells_why_nothing_matches(string text, PipFailureKind kind)
    {
        PipFailure? failure = PipFailureReader.Read(["ERROR: Could not find a version that satisfies the requirement " + text]);
        Assert.Equal((kind, text.Split('=', '>', ' ')[0]), (failure!.Kind, failure.Package));
    }

    [Fact]
    public async Task A_constraint_that_excludes_the_version_is_named_where_pip_is_silent()
    {
        ConstraintSet constraints = await new ConstraintReader("/").ReadAsync(["urllib3<2"], TestContext.Current.CancellationToken);
        PipFailure? failure = PipFailureReader.Read(
            ["ERROR: Could not find a version that satisfies the requirement urllib3==2.0.7"], "3.9", constraints);
        Assert.Equal(PipFailureKind.Conflict, failure!.Kind);
        Assert.Contains("'urllib3<2' (-Constraint, item 1)", failure.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/simple/six/", PipFailureKind.NoSuchPackage)]
    [InlineData("/simple/No.Thing/", PipFailureKind.IndexUnreachable)]
    [InlineData("/packages/aa/nothing-1.0.whl", PipFailureKind.IndexUnreachable)]
    public void A_page_that_came_at_the_second_try_is_not_why_another_package_is_missing(string page, PipFailureKind kind) => Assert.Equal(
        kind,
        PipFailureReader.Read(
            [
                $"WARNING: Retrying (Retry(total=4)) after connection broken by 'ReadTimeoutError(\"Read timed out.\")': {page}",
                "Collecting six", "  Downloading six-1.16.0-py2.py3-none-any.whl (11 kB)",
                "ERROR: Could not find a version that satisfies the requirement no-thing (from versions: none)",
                "ERROR: No matching distribution found for no-thing",
            ])!.Kind);

    [Theory]
    [InlineData("ERROR: 503 Server Error: Service Unavailable for url: https://index.example.org/simple/six/")]
    [InlineData("error: externally-managed-environment")]
    [InlineData("ERROR: Could not install packages due to an OSError: HTTPSConnectionPool(host='f.org', port=443): Max retries exceeded with url: /x (Caused by SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED]')))")]
    public void A_variable_for_the_build_is_an_argument_of_the_build_since_ENV_lines_follow_the_pip_lines(string line)
    {
        string remedy = PipFailureReader.Read(["Collecting six", line])!.Remedy;
        Assert.Contains("-BuildArg PIP_", remedy, StringComparison.Ordinal);
        Assert.DoesNotContain("-SetEnv PIP_", remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_conflict_names_both_sides()
    {
        PipFailure? failure = PipFailureReader.Read(
            [
                "ERROR: Cannot install -r r.txt (line 1) and urllib3==2.0.7 because these package versions have conflicting dependencies.",
                "", "The conflict is caused by:", "    The user requested urllib3==2.0.7", "    requests 2.25.1 depends on urllib3<1.27 and >=1.21.1", "",
                "ERROR: ResolutionImpossible: for help visit https://pip.pypa.io/",
            ]);
        Assert.Contains("The user requested urllib3==2.0.7; requests 2.25.1 depends on urllib3<1.27 and >=1.21.1", failure!.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_step_without_pip_is_not_a_failure_of_pip() => Assert.Null(PipFailureReader.Read(
        [
            "ERROR: Could not find a version that satisfies the requirement six==99 (from versions: 1.0)",
            "The command '/bin/sh -c apt-get install -y nothing' returned a non-zero code: 100",
        ]));

    [Fact]
    public void A_password_of_an_index_is_not_repeated()
    {
        PipFailure? failure = PipFailureReader.Read(
            ["Looking in indexes: https://me:secret@index.example.org/simple", "ERROR: Could not find a version that satisfies the requirement six (from versions: none)"]);
        Assert.DoesNotContain("secret", failure!.Reason + failure.Remedy + string.Concat(failure.Evidence), StringComparison.Ordinal);
        Assert.Contains("index.example.org", failure.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bb 1.0 requires aa<2, but you have aa 2.0 which is incompatible.", "bb")]
    [InlineData("ERROR: fastapi 0.128.8 has requirement pydantic>=2.7, but you'll have pydantic 1.10.27 which is incompatible.", "fastapi")]
    [InlineData("ERROR: fastapi 0.128.8 requires pydantic!=2.0,>=1.7; python_version > '3', but you'll have pydantic 1.2 which is incompatible.", "fastapi")]
    [InlineData("streamlit-pydantic 0.6.0 requires streamlit, which is not installed.", "streamlit-pydantic")]
    [InlineData("  WARNING: uvicorn 0.17.6 does not provide the extra 'fast'", "uvicorn")]
    [InlineData("#9 12.1 bb 1.0 requires aa<2, but you have aa 2.0 which is incompatible.", "bb")]
    public void What_pip_lets_pass_is_a_warning(string line, string package)
    {
        PipWarning warning = Assert.Single(PipFailureReader.ReadWarnings(["Successfully installed x", line, line]));
        Assert.Equal(package, warning.Package);
        Assert.StartsWith(package + " ", warning.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("WARNING: Running pip as the 'root' user can result in broken permissions")]
    [InlineData("WARNING: You are using pip version 22.0.4; however, version 26.0.1 is available.")]
    [InlineData("WARNING: No matching packages")]
    [InlineData("Requirement already satisfied: six in /usr/lib/python3")]
    public void What_breaks_nothing_is_no_warning(string line) => Assert.Empty(PipFailureReader.ReadWarnings([line]));
}
