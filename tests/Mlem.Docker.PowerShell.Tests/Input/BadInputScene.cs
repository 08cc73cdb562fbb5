using System.Management.Automation;
using System.Net;
using System.Security;
using Mlem.Docker.PowerShell.Tests.Support;

namespace Mlem.Docker.PowerShell.Tests.Input;

/// <summary>A folder with one good thing of each kind, and what a call needs beside the parameter that is tried.</summary>
internal sealed class BadInputScene : IDisposable
{
    private const string Dead = "tcp://127.0.0.1:1";

    private readonly Dictionary<string, object> _good;
    private readonly MlemModel _model;

    public BadInputScene()
    {
        foreach (string file in (string[])["iris", "iris.mlem"])
            File.Copy(Path.Combine(BuiltModule.RepositoryRoot, "examples", "iris", file), Path.Combine(Folder, file));
        File.Copy(Path.Combine(BuiltModule.RepositoryRoot, "tests", "scene", "folder.mlem"), Path.Combine(Folder, "folder.mlem"));
        _model = MlemModel.Load(Path.Combine(Folder, "iris.mlem"));
        var live = (DockerContainer)DockerContainer.Create(new DockerContainerOptions
        {
            ContainerName = "live",
            Image = new DockerImage("iris"),
            Server = Server.OfType("fastapi"),
            Env = DockerEnv.Create(null, Dead),
        }).SaveAsync(Path.Combine(Folder, "live.mlem")).GetAwaiter().GetResult();
        _good = new Dictionary<string, object>
        {
            ["Account"] = "1",
            ["Builder"] = MlemObject.Load(Path.Combine(Folder, "folder.mlem")),
            ["Container"] = new DockerContainerStatus { Name = "live", Deployment = live, DaemonHost = Dead },
            ["Credential"] = new PSCredential("me", new NetworkCredential("", "secret").SecurePassword),
            ["DaemonHost"] = Dead,
            ["DockerDir"] = new DockerDir(Path.Combine(Folder, "none"), "iris", Server.OfType("fastapi"), "", []),
            ["DockerIO"] = true,
            ["ImageName"] = "iris",
            ["IdentityToken"] = new NetworkCredential("", "secret").SecurePassword,
            ["Image"] = new DockerImage("iris") { DaemonHost = Dead },
            ["InputObject"] = live,
            ["LiteralPath"] = "live",
            ["Local"] = true,
            ["Model"] = _model,
            ["Name"] = "live",
            ["OutputPath"] = "out/repaired",
            ["Path"] = "live",
            ["Region"] = "x",
            ["Registry"] = new RemoteRegistry("localhost:1"),
            ["RegistryHost"] = "localhost:1",
            ["SampleInput"] = "[[1, 2, 3, 4]]",
            ["Server"] = Server.OfType("fastapi"),
            ["Target"] = "out/x",
            ["TimeoutSec"] = 0,
            ["UnusedWeights"] = true,
            ["Uri"] = new Uri("http://127.0.0.1:1"),
        };
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("mlem-input-").FullName;

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    /// <summary>What is mandatory beside the parameter, in the first of its sets; nothing is changed, and nothing reached.</summary>
    public IEnumerable<(string Name, object Value)> Beside(CommandInfo command, ParameterMetadata parameter)
    {
        CommandParameterSetInfo set = command.ParameterSets.OrderByDescending(s => s.IsDefault)
            .First(s => s.Parameters.Any(p => p.Name == parameter.Name));
        foreach (CommandParameterInfo other in set.Parameters.Where(p => p.Name != parameter.Name))
        {
            if (other.Name == "WhatIf")
                yield return ("WhatIf", true);
            else if (other.IsMandatory || other.Name is "DaemonHost" or "Server" or "TimeoutSec")
                yield return (other.Name, Good(command.Name, other.Name));
        }
    }

    private object Good(string command, string parameter) => (command, parameter) switch
    {
        ("Invoke-MlemBuilder", "Path" or "LiteralPath") => "folder",
        ("Export-MlemDockerDir" or "New-MlemDockerImage" or "Get-MlemModel" or "Get-MlemObject" or "Repair-MlemModel", "Path" or "LiteralPath") => "iris",
        ("Wait-MlemDockerContainer" or "Wait-MlemDockerService", "TimeoutSec") => 0.1,
        ("Invoke-MlemDockerContainer", "TimeoutSec") => 1,
        ("Start-MlemDockerContainer" or "Start-MlemDockerService", "TimeoutSec") => 1,
        _ => _good[parameter],
    };
}
