using System.Management.Automation;
using Mlem.Docker.PowerShell.Tests.Support;
using Mlem.Docker.Tests.Support;

namespace Mlem.Docker.PowerShell.Tests.Commands;

/// <summary>With a wildcard, <c>Get-MlemModel</c> takes models and passes over all else that is MLEM's.</summary>
public sealed class GetMlemModelTests : IDisposable
{
    // As `mlem declare` and `mlem data` write them; plugins of MLEM's that this module has nothing to do with are among them.
    private static readonly Dictionary<string, string> Others = new()
    {
        ["frame"] = "artifacts:\n  data:\n    hash: 0081c10122aeb8b956688258243f53ed\n    size: 994\n    uri: frame\nobject_type: data\nreader:\n  data_type:\n    columns:\n    - a\n    dtypes:\n    - int64\n    index_cols: []\n    type: dataframe\n  format: csv\n  type: pandas\n",
        ["old-frame"] = "artifacts:\n  data:\n    hash: 0081c10122aeb8b956688258243f53ed\n    size: 994\n    uri: frame\ndata_type:\n  type: primitive\n  ptype: int\nobject_type: data\n",
        ["heroku"] = "app_name: a\nobject_type: deployment\ntype: heroku\n",
        ["fly"] = "app_name: a\nobject_type: deployment\ntype: flyio\n",
        ["cluster"] = "object_type: deployment\nservice_type:\n  type: loadbalancer\ntype: kubernetes\n",
        ["endpoint"] = "instance_type: ml.t2.medium\nmethod: predict\nobject_type: deployment\ntype: sagemaker\n",
        ["container"] = "container_name: iris\nobject_type: deployment\ntype: docker_container\n",
        ["aws"] = "object_type: env\nregion: eu-west-1\ntype: sagemaker\n",
        ["engine"] = "object_type: env\ntype: docker\n",
        ["pip"] = "object_type: builder\npackage_name: p\ntarget: t\ntype: pip\n",
        ["wheel"] = "object_type: builder\npackage_name: p\ntarget: t\ntype: whl\n",
        ["venv"] = "object_type: builder\ntarget: t\ntype: venv\n",
        ["freeze"] = "object_type: builder\ntarget: requirements.txt\ntype: requirements\n",
        ["conda"] = "object_type: builder\ntarget: t\ntype: conda\n",
        ["image"] = "image:\n  name: iris\nobject_type: builder\ntype: docker\n",
        ["folder"] = "object_type: builder\ntarget: t\ntype: docker_dir\n",
        ["server"] = "port: 8081\ntype: fastapi\n",
        ["to-frame"] = "link_type: data\nobject_type: link\npath: frame.mlem\n",
    };

    private readonly string _work = Directory.CreateTempSubdirectory("mlem-docker-models-").FullName;

    public GetMlemModelTests()
    {
        foreach (string file in (string[])["iris", "iris.mlem"])
            File.Copy(RepositoryRoot.Combine("examples", "iris", file), Path.Combine(_work, file));
        foreach ((string name, string text) in Others)
            File.WriteAllText(Path.Combine(_work, name + ".mlem"), text);
    }

    public void Dispose() => Directory.Delete(_work, recursive: true);

    [Theory]
    [InlineData("Get-MlemModel * -Verbose")]
    [InlineData("Get-MlemModel *.mlem -Verbose")]
    public void With_a_wildcard_everything_valid_that_is_no_model_is_passed_over_and_named_in_verbose(string command)
    {
        using var session = new Session();
        SessionResult result = session.Invoke("param($folder) Set-Location $folder; " + command + " 4>&1", _work);

        Assert.Null(result.Terminating);
        Assert.Empty(result.Errors);
        Assert.Equal("iris", Assert.Single(result.Output.OfType<MlemModel>()).Name);
        string[] said = [.. result.Output.OfType<VerboseRecord>().Select(record => record.Message)];
        Assert.All(Others.Keys, name => Assert.Contains(said, line => line.Contains($"{name}.mlem", StringComparison.Ordinal)));
    }

    [Fact]
    public void What_no_MLEM_object_is_remains_an_error_beside_the_models()
    {
        File.WriteAllText(Path.Combine(_work, "broken.mlem"), "object_type: model\nprocessors: 5\n");
        File.WriteAllText(Path.Combine(_work, "text.mlem"), "just a text\n");
        using var session = new Session();
        SessionResult result = session.Invoke("param($folder) Set-Location $folder; Get-MlemModel *", _work);

        Assert.Single(result.Output.OfType<MlemModel>());
        Assert.Equal(["broken", "text"], result.Errors.Select(e => Path.GetFileNameWithoutExtension(e.TargetObject.ToString())).Order());
    }

    [Fact]
    public void By_its_own_name_an_object_of_another_plugin_is_an_error_that_says_what_it_is()
    {
        using var session = new Session();
        SessionResult result = session.Invoke("param($folder) Set-Location $folder; Get-MlemModel heroku", _work);

        ErrorRecord error = Assert.Single(result.Errors);
        Assert.StartsWith("ObjectTypeNotSupported", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("heroku", error.Exception.Message, StringComparison.Ordinal);
    }
}
