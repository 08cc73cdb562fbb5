namespace Mlem.Docker.Tests.Requirements.Rule;

/// <summary>What a model may ask for, and that the error names the field and the line of what it may not.</summary>
public sealed class RequirementRuleTests : IDisposable
{
    private readonly string _work = Directory.CreateTempSubdirectory("mlem-rule-").FullName;

    public void Dispose() => Directory.Delete(_work, recursive: true);

    [Theory]
    [InlineData("module", "--index-url=https://evil.example")]
    [InlineData("module", "-r requirements.txt")]
    [InlineData("module", "-e .")]
    [InlineData("module", "numpy --pre")]
    [InlineData("module", "numpy\u2028--pre")]
    [InlineData("module", "numpy\u0085-r x")]
    [InlineData("module", "${HOME}")]
    [InlineData("module", "numpy\\")]
    [InlineData("module", "numpy # a note")]
    [InlineData("module", "numpy; python_version < '3'")]
    [InlineData("module", "./wheel")]
    [InlineData("module", "file:///etc/passwd")]
    [InlineData("module", "evil.zip")]
    [InlineData("module", "evil.whl[x]")]
    [InlineData("module", "https://h.example/x.whl")]
    [InlineData("module", "x @ file:///etc/passwd")]
    [InlineData("module", "x @ git+file:///etc")]
    [InlineData("module", "x @ https://h.example/${HOME}")]
    [InlineData("module", "x @ https://h.example/x;y")]
    [InlineData("module", "x @ ../x")]
    [InlineData("package_name", "-f")]
    [InlineData("package_name", "_private")]
    [InlineData("package_name", "n\u00fampy")]
    [InlineData("version", "")]
    [InlineData("version", "1.0 --hash=sha256:00")]
    [InlineData("version", "1.0\u001d--pre")]
    [InlineData("version", "1.*")]
    [InlineData("version", ">=1")]
    [InlineData("version", "1.0+a.zip")]
    [InlineData("version", "${VERSION}")]
    [InlineData("version", " 1.0")]
    [InlineData("extra_index", "")]
    [InlineData("extra_index", "https://h.example --pre")]
    [InlineData("extra_index", "https://h.example/#x")]
    [InlineData("extra_index", "https://h.example/${TOKEN}")]
    [InlineData("extra_index", "https://h.example\\x")]
    [InlineData("extra_index", "file:///wheels")]
    [InlineData("extra_index", "/wheels")]
    [InlineData("extra_index", "ftp://h.example")]
    [InlineData("extra_index", "https://h.example:123456")]
    public async Task What_is_more_than_a_requirement_is_refused_with_its_field_and_line(string field, string value)
    {
        MlemException error = await RefusedAsync(field == "module" ? [] : [("module", "numpy")], field, value);
        Assert.Equal("RequirementInvalid", error.ErrorId);
        Assert.Contains($"requirements[1].{field} ", error.Message, StringComparison.Ordinal);
        Assert.Contains($"(line {(field == "module" ? 4 : 5)} of {Path.Combine(_work, "model.mlem")})", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(error.Message, char.IsControl);
    }

    [Theory]
    [InlineData("vcs", "git+file")]
    [InlineData("vcs", "--index-url=x ")]
    [InlineData("vcs", "")]
    [InlineData("source_url", "file:///etc")]
    [InlineData("source_url", "https://h.example")]
    [InlineData("source_url", "https://h.example/x y")]
    [InlineData("source_url", "https://h.example/x#egg=y")]
    [InlineData("source_url", "https://h.example/x?y")]
    [InlineData("source_url", "ssh://-oProxyCommand=x@h.example/x")]
    [InlineData("source_url", "git@github.com:o/x.git")]
    [InlineData("vcs_commit", "--config=x")]
    [InlineData("vcs_commit", "main --pre")]
    [InlineData("vcs_commit", "main#egg=evil")]
    public async Task A_repository_is_an_address_and_a_commit(string field, string value)
    {
        (string, string)[] honest = [("module", "x"), ("vcs", "git"), ("source_url", "https://h.example/x"), ("vcs_commit", "abc")];
        MlemException error = await RefusedAsync([.. honest.Where(h => h.Item1 != field)], field, value);
        Assert.Equal("RequirementInvalid", error.ErrorId);
    }

    [Theory]
    [InlineData("curl-")]
    [InlineData("curl; rm -rf /")]
    [InlineData("-y")]
    [InlineData("./evil.deb")]
    [InlineData("evil.deb")]
    [InlineData("evil.rpm")]
    [InlineData("curl/testing")]
    [InlineData("https://h.example/x.deb")]
    [InlineData("curl libssl1")]
    [InlineData("curl*")]
    [InlineData("$(id)")]
    [InlineData("")]
    public async Task A_unix_package_is_a_name(string value)
    {
        MlemException error = await RefusedAsync([("type", "unix")], "package_name", value);
        Assert.Equal("RequirementInvalid", error.ErrorId);
        Assert.Contains("requirements[1].package_name ", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("libgomp1")]
    [InlineData("g++")]
    [InlineData("libstdc++6:arm64")]
    [InlineData("python3.11-dev")]
    [InlineData("curl=7.88.1-10+deb12u5")]
    [InlineData("ImageMagick")]
    public async Task Names_of_package_managers_pass(string value) => await CreateAsync([("type", "unix"), ("package_name", value)]);

    [Theory]
    [InlineData("module", "uvicorn[standard]")]
    [InlineData("module", "x @ https://h.example/x-1.0-py3-none-any.whl#sha256=00ff")]
    [InlineData("module", "x @ git+https://h.example/o/x.git@v1.0#subdirectory=py")]
    [InlineData("module", "zope.interface")]
    [InlineData("module", "x @ https://u%40corp.example:p%2f@h.example/x.whl")]
    public async Task Requirements_pass(string field, string value) => await CreateAsync([(field, value)]);

    [Fact]
    public async Task A_password_in_an_address_is_not_repeated()
    {
        MlemException error = await RefusedAsync([("module", "x @ https://user:hunter2@h.example/x y")], "version", "1");
        Assert.DoesNotContain("hunter2", error.Message, StringComparison.Ordinal);
        error = await RefusedAsync([("module", "x")], "extra_index", "https://user:hunter2@h.example/ y");
        Assert.DoesNotContain("hunter2", error.Message, StringComparison.Ordinal);
    }

    private async Task<MlemException> RefusedAsync((string Field, string Value)[] fields, string field, string value) =>
        await Assert.ThrowsAsync<MlemException>(() => CreateAsync([.. fields, (field, value)]));

    private async Task CreateAsync((string Field, string Value)[] fields)
    {
        string file = Path.Combine(_work, "model.mlem");
        string lines = string.Join("\n  ", fields.Select(f => $"{f.Field}: {Quoted(f.Value)}"));
        await File.WriteAllTextAsync(
            file, $"object_type: model\nrequirements:\n- module: pandas\n- {lines}\n", TestContext.Current.CancellationToken);
        await DockerContext.CreateAsync(
            new DockerContextRequest(MlemModel.Load(file)) { NoDefaultConstraint = true }, TestContext.Current.CancellationToken);
    }

    private static string Quoted(string text) => '"' + string.Concat(text.Select(
        c => c is '"' or '\\' ? $"\\{c}" : c is >= ' ' and <= '~' ? c.ToString() : $"\\u{(int)c:x4}")) + '"';
}
