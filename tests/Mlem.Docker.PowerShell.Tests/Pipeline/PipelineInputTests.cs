using System.Management.Automation;
using System.Reflection;
using Mlem.Docker.PowerShell.Pipeline;
using Mlem.Docker.PowerShell.Tests.Support;

namespace Mlem.Docker.PowerShell.Tests.Pipeline;

/// <summary>Every cmdlet takes what the others emit: as they gave it, and as it comes back from another process.</summary>
public sealed class PipelineInputTests : IDisposable
{
    private static readonly string ModelFile = Path.Combine(BuiltModule.RepositoryRoot, "examples", "iris", "iris.mlem");

    private static readonly string[] Exports = ["Export-MlemKubernetesManifest", "Export-MlemComposeFile"];

    private readonly string _folder = Directory.CreateTempSubdirectory("mlem-pipeline-").FullName;

    public static TheoryData<string, string> Pairs { get; } = new(
        from pair in new (string Emitted, string[] Cmdlets)[]
        {
            ("model", [.. Exports, "Export-MlemDockerDir", "New-MlemDockerImage", "Start-MlemDockerContainer", "Invoke-MlemBuilder"]),
            ("image", [
                .. Exports, "Get-MlemDockerImage", "Test-MlemDockerImage", "Publish-MlemDockerImage", "Remove-MlemDockerImage", "Start-MlemDockerContainer"]),
            ("declaration", [
                "Start-MlemDockerContainer", "Get-MlemDockerContainer", "Wait-MlemDockerContainer", "Get-MlemDockerContainerLog",
                "Stop-MlemDockerContainer", "Remove-MlemDockerContainer", "Invoke-MlemDockerContainer", .. Exports]),
            ("status", [
                "Start-MlemDockerContainer", "Get-MlemDockerContainer", "Wait-MlemDockerContainer", "Get-MlemDockerContainerLog",
                "Stop-MlemDockerContainer", "Remove-MlemDockerContainer", "Invoke-MlemDockerContainer", "Test-MlemDockerImage", .. Exports]),
            ("service", [
                "Start-MlemDockerService", "Get-MlemDockerService", "Wait-MlemDockerService", "Get-MlemDockerServiceLog", "Stop-MlemDockerService",
                .. Exports]),
            ("registry", ["Connect-MlemDockerRegistry", "New-MlemDockerEnv"]),
        }
        from cmdlet in pair.Cmdlets
        select (pair.Emitted, cmdlet));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Pairs))]
    public void What_one_cmdlet_emits_the_next_takes(string emitted, string cmdlet) =>
        Assert.True(Takes(cmdlet, Emitted(emitted)), $"{cmdlet} does not take a {emitted}.");

    [Theory]
    [MemberData(nameof(Pairs))]
    public void And_so_when_it_was_exported_or_came_from_a_job(string emitted, string cmdlet)
    {
        // As Export-Clixml, jobs and remoting do it.
        object sent = PSSerializer.Deserialize(PSSerializer.Serialize(Emitted(emitted), depth: 2));

        Assert.True(Takes(cmdlet, sent), $"{cmdlet} does not take a {emitted} that was sent.");
    }

    // By PowerShell's own binder: by its name alone, another image would be meant.
    [Theory]
    [InlineData("Remove-MlemDockerImage")]
    [InlineData("Publish-MlemDockerImage -Registry localhost:1")]
    public void A_piped_image_is_the_one_with_its_tag(string command)
    {
        using var session = new Session();
        SessionResult result = session.Invoke(
            $"[Mlem.Docker.DockerImage]::FromReference('team/wine:dev') | {command} -DaemonHost tcp://127.0.0.1:1 -Confirm:$false -Verbose 4>&1 | ForEach-Object Message");

        Assert.Contains(result.Output, line => ((string?)line ?? "").EndsWith("on target \"team/wine:dev\".", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_cmdlet_that_emits_something_of_ours_is_in_the_table_or_ends_the_line()
    {
        Type[] emitted = [.. Cmdlets().SelectMany(c => c.GetCustomAttributes<OutputTypeAttribute>()).SelectMany(o => o.Type)
            .Select(t => t.Type).Where(t => t?.Namespace == "Mlem.Docker").Distinct()];
        string[] ends = ["DockerCheck", "ModelCheck", "ComposeFile", "KubernetesManifest", "KubernetesEnv"];
        Type[] taken = [typeof(DockerDir), typeof(DockerBuildArgs), typeof(DockerEnv), typeof(MlemLink), typeof(DockerContainerState), typeof(DockerBuilder), typeof(MlemModel), typeof(DockerImage), typeof(DockerContainer), typeof(DockerContainerStatus), typeof(DockerRegistry), typeof(DockerServiceStatus), typeof(KubernetesDeployment)];

        Assert.All(emitted, type => Assert.True(
            ends.Contains(type.Name) || taken.Any(t => t.IsAssignableFrom(type)),
            $"{type.Name} is emitted, and no cmdlet takes it."));
    }

    [Fact]
    public void A_path_of_a_model_has_wildcards_and_a_literal_form_wherever_it_is()
    {
        foreach (Type cmdlet in Cmdlets().Where(c => c.GetProperty("Path") is not null && !c.Name.StartsWith("New", StringComparison.Ordinal)
            || c.Name == "NewMlemDockerImageCommand"))
        {
            Assert.True(cmdlet.GetProperty("LiteralPath") is not null, $"{cmdlet.Name} has no -LiteralPath.");
            Assert.True(cmdlet.GetProperty("Path")!.IsDefined(typeof(SupportsWildcardsAttribute)), $"{cmdlet.Name} -Path takes no wildcards.");
        }
    }

    [Fact]
    public void A_sent_model_and_a_stand_in_are_really_exported()
    {
        using var session = new Session();
        SessionResult result = session.Invoke(
            """
            param($file, $folder)
            $sent = [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize((Get-MlemModel $file)))
            $sent | Export-MlemDockerDir -Target "$folder/sent" -Server fastapi | ForEach-Object Model
            [pscustomobject] @{ ObjectType = 'model'; Path = $file } | Export-MlemDockerDir -Target "$folder/standin" -Server fastapi | ForEach-Object Model
            """,
            ModelFile,
            _folder);

        Assert.Empty(result.Errors);
        Assert.Equal(["iris", "iris"], result.Output.Select(o => o?.ToString()));
    }

    [Fact]
    public void Build_arguments_that_were_sent_say_the_same()
    {
        using var session = new Session();
        SessionResult result = session.Invoke(
            """
            param($file, $folder)
            $given = New-MlemDockerBuildArgs -PythonVersion 3.11.2 -BaseImage 'mine:1' -SetEnv 'A=b' -RunCommand $null
            $sent = [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($given))
            Get-MlemModel $file | Export-MlemDockerDir -Target "$folder/a" -Server fastapi -BuildArgs $given | ForEach-Object Path
            Get-MlemModel $file | Export-MlemDockerDir -Target "$folder/b" -Server fastapi -BuildArgs $sent | ForEach-Object Path
            """,
            ModelFile,
            _folder);

        Assert.Empty(result.Errors);
        string[] files = [.. result.Output.Select(o => File.ReadAllText(Path.Combine(o!.ToString()!, "Dockerfile")))];
        Assert.Equal(files[0].Split('\n')[0], files[1].Split('\n')[0]);
        Assert.Contains("A=b", files[1], StringComparison.Ordinal);
    }

    private static IEnumerable<Type> Cmdlets() =>
        typeof(AsyncCmdlet).Assembly.GetExportedTypes().Where(type => type.IsDefined(typeof(CmdletAttribute)));

    private static bool Takes(string cmdlet, object value)
    {
        Type type = Cmdlets().Single(t => t.GetCustomAttribute<CmdletAttribute>() is { } c && $"{c.VerbName}-{c.NounName}" == cmdlet);
        return type.GetProperties()
            .Where(p => p.GetCustomAttributes<ParameterAttribute>().Any(a => a.ValueFromPipeline) && p.Name != "Name" && p.Name != "Path")
            .Any(p => Binds(p, value, cmdlet));
    }

    // As the binder does it: the transformations, then the conversion. What everything converts to must have understood it.
    private static bool Binds(PropertyInfo parameter, object value, string cmdlet)
    {
        object? given = value;
        foreach (ArgumentTransformationAttribute transformation in parameter.GetCustomAttributes<ArgumentTransformationAttribute>())
            given = transformation.Transform(null!, given);
        if (parameter.Name == "InputObject" && cmdlet == "Invoke-MlemDockerContainer")
            return false;
        object? first = given is object[] { Length: 1 } only ? only[0] : given;
        return LanguagePrimitives.TryConvertTo(given, parameter.PropertyType, out _)
            && (first is PSObject wrapped ? wrapped.BaseObject : first)?.GetType().Namespace == "Mlem.Docker";
    }

    private object Emitted(string kind)
    {
        string declaration = Path.Combine(_folder, "live.mlem");
        DockerContainer Declared() => DockerContainer.Create(new DockerContainerOptions
        {
            ContainerName = "live",
            Image = new DockerImage("iris"),
            Ports = ["8080:8080"],
        });
        return kind switch
        {
            "model" => MlemModel.Load(ModelFile),
            "image" => new DockerImage("iris") { Tag = "1.0", Repository = "team", Registry = new RemoteRegistry("reg.example:5000") },
            "declaration" => Declared().SaveAsync(declaration).GetAwaiter().GetResult(),
            "status" => new DockerContainerStatus
            {
                Name = "live",
                Status = DeploymentStatus.Running,
                Image = "reg.example/iris:1.0",
                ContainerId = "abc",
                Deployment = Declared(),
            },
            "service" => new DockerServiceStatus { Name = "live", ServiceId = "abc", DaemonHost = "tcp://swarm.example:2375" },
            _ => new RemoteRegistry("reg.example:5000"),
        };
    }
}
