using System.Collections;
using System.Text.Json;
using Mlem.Docker.PowerShell.Tests.Support;

namespace Mlem.Docker.PowerShell.Tests.Golden;

/// <summary>One input of golden/docker_dirs/combos.json as a call of Export-MlemDockerDir.</summary>
internal sealed class Combo(JsonElement json)
{
    private static readonly string Dirs = Path.Combine(BuiltModule.RepositoryRoot, "tests", "golden", "docker_dirs");

    // The versions of the machine on which the golden folders were made.
    private static readonly string[] MachineVersions =
    [
        "uvicorn==0.17.6", "fastapi==0.92.0", "sagemaker==2.165.0", "boto3==1.26.27", "streamlit==1.23.1",
        "streamlit-pydantic==0.6.0", "Pillow==9.4.0", "prometheus-fastapi-instrumentator==6.0.0",
    ];

    public string Name => json.GetProperty("name").GetString()!;

    public string Folder => Has("target_abs")
        ? Path.Combine(Dirs, json.GetProperty("target_abs").GetString()!)
        : Path.Combine(Dirs, Name);

    public JsonElement Result => JsonDocument.Parse(File.ReadAllText(Path.Combine(Dirs, "_results", Name + ".json"))).RootElement;

    /// <summary>Why no call of a cmdlet can do what this combination did, or null.</summary>
    public string? Unreachable =>
        Has("python_model") ? "a model that is not saved has no .mlem file"
        : Has("pythonpath_src") ? "MLEM ran from its source checkout, whose setup.py filled a file"
        : Cli is [.., "--args.nosuch", _] ? "a parameter that does not exist is refused by PowerShell itself"
        : Name == "cli__missing_target" ? "a mandatory parameter is asked for by PowerShell itself"
        : null;

    public bool IsError => Has("error", Result) || (Has("returncode", Result) && Result.GetProperty("returncode").GetInt32() != 0);

    public bool UsesBuilderFile => Cli is ["mlem", "build", "-l", ..];

    /// <summary>The folder that PowerShell stands in.</summary>
    public string Location => Has("cwd") ? Path.Combine(Dirs, json.GetProperty("cwd").GetString()!) : Dirs;

    public IEnumerable<KeyValuePair<string, string>> Variables => json.GetProperty("env").EnumerateObject()
        .Select(v => KeyValuePair.Create(v.Name, v.Value.GetString()!));

    private string[]? Cli => Has("cli") ? [.. json.GetProperty("cli").EnumerateArray().Select(a => a.GetString()!)] : null;

    /// <summary>True when MLEM wrote into a folder that had content.</summary>
    public bool TargetHasContent => Has("pre");

    /// <summary>The parameters of the call.</summary>
    public Hashtable Parameters(string target, string wheel, string work, bool asMlem)
    {
        var parameters = new Hashtable { ["Target"] = target, ["NoDefaultConstraint"] = true, ["AsMlem"] = asMlem };
        if (TargetHasContent)
            parameters["Force"] = true;
        if (Cli is { } cli)
            CliArguments.Add(parameters, cli);
        else
            AddApiArguments(parameters, wheel);
        parameters["Path"] = Here((string)parameters["Path"]!, work);
        // MLEM's default is the version of the Python it runs in.
        var args = (Hashtable)parameters["BuildArgs"]!;
        if (!args.ContainsKey("python_version"))
            args["python_version"] = "3.11.2";
        parameters["Constraint"] = Constraints();
        return parameters;
    }

    /// <summary>The parameters of Invoke-MlemBuilder; the saved builder's relative target is replaced by the test's.</summary>
    public Hashtable BuilderParameters(string target, bool asMlem)
    {
        string[] cli = Cli!;
        string text = File.ReadAllText(Path.GetFullPath(cli[3], Dirs));
        string builder = target + ".mlem";
        File.WriteAllText(builder, text.Replace($"target: {Name}\n", $"target: {Path.GetFileName(target)}\n", StringComparison.Ordinal));
        return new Hashtable
        {
            ["Path"] = builder,
            ["Model"] = Path.GetFullPath(cli[5], Dirs),
            ["Constraint"] = Constraints(),
            ["NoDefaultConstraint"] = true,
            ["AsMlem"] = asMlem,
        };
    }

    private void AddApiArguments(Hashtable parameters, string wheel)
    {
        parameters["Path"] = json.GetProperty("model").GetString()!;
        if (json.GetProperty("server").ValueKind != JsonValueKind.Null)
            parameters["Server"] = Plain(json.GetProperty("server"));
        var args = (Hashtable)Plain(json.GetProperty("args"))!;
        if (args["base_image"] is "CALLABLE")
            args["base_image"] = System.Management.Automation.ScriptBlock.Create("\"python:$($args[0])-alpine\"");
        if (args["prebuild_hook"] is "CALLABLE")
            args["prebuild_hook"] = System.Management.Automation.ScriptBlock.Create("throw 'must not be called for a folder'");
        parameters["BuildArgs"] = args;
        if (Has("source"))
            parameters["MlemSource"] = json.GetProperty("source").GetString();
        if (Has("whl_path"))
            parameters["MlemWheel"] = WheelPath(json.GetProperty("whl_path").GetString()!, wheel);
    }

    // A link with an absolute project leads to the machine where MLEM ran; a copy of it leads to this checkout.
    private string Here(string model, string work)
    {
        string file = Path.GetFullPath(model.EndsWith(".mlem", StringComparison.Ordinal) ? model : model + ".mlem", Location);
        const string There = "/srv/mlemenv/golden/";
        if (!File.Exists(file) || !File.ReadAllText(file).Contains(There, StringComparison.Ordinal))
            return model;
        string copy = Path.Combine(work, "link.mlem");
        File.WriteAllText(copy, File.ReadAllText(file).Replace(There, Path.GetDirectoryName(Dirs) + "/", StringComparison.Ordinal));
        return copy;
    }

    // The real wheel is not part of the golden data; a file of its name stands in for it.
    public static string WheelPath(string path, string wheel) => path.EndsWith("mlem-0.4.14-py3-none-any.whl", StringComparison.Ordinal) ? wheel : path;

    // Those that MLEM found for this server: a constraint that nothing needs would be a file of its own.
    private string[] Constraints()
    {
        string requirements = Path.Combine(Folder, "requirements.txt");
        string[] lines = File.Exists(requirements) ? File.ReadAllLines(requirements) : [];
        return [.. MachineVersions.Where(lines.Contains)];
    }

    private bool Has(string property) => Has(property, json);

    private static bool Has(string property, JsonElement element) =>
        element.TryGetProperty(property, out JsonElement value) && value.ValueKind != JsonValueKind.Null;

    public static object? Plain(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => new Hashtable(value.EnumerateObject().ToDictionary(p => p.Name, p => Plain(p.Value))),
        JsonValueKind.Array => value.EnumerateArray().Select(Plain).ToArray(),
        JsonValueKind.Number when value.TryGetInt32(out int number) => number,
        JsonValueKind.Number => value.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Null => null,
        _ => value.GetString(),
    };
}
