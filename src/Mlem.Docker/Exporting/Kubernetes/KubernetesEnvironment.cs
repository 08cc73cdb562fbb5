using Mlem.Docker.Python.Yaml;
using static Mlem.Docker.Exporting.ManifestNode;

namespace Mlem.Docker.Exporting.Kubernetes;

/// <summary>The environment of a container: what is declared, and references to Secrets.</summary>
internal static class KubernetesEnvironment
{
    public static YamlSequence? For(ExportedContainer container, KubernetesOptions options)
    {
        KeyValuePair<string, string>[] declared = Declared(container);
        List<object> all = [.. declared.Select(v => Map(("name", v.Key), ("value", Literal(v.Value, declared.Select(d => d.Key)))))];
        foreach ((string name, string reference) in options.EnvironmentSecrets)
        {
            if (declared.Any(v => v.Key == name))
                throw Refuse(Messages.FormatVariableComesFromSecretToo(name), Messages.LeaveOneOfThemOut);
            string[] parts = reference.Split('/', 2);
            all.Add(Map(
                ("name", KubernetesNames.Variable("EnvironmentSecret", name)),
                ("valueFrom", Map(("secretKeyRef", Map(
                    ("name", KubernetesNames.Subdomain("EnvironmentSecret", parts[0])),
                    ("key", KubernetesNames.Key("EnvironmentSecret", parts.Length > 1 ? parts[1] : name))))))));
        }

        return List(all);
    }

    /// <summary>The names of all variables, which Kubernetes puts in place of <c>$(NAME)</c>.</summary>
    public static IReadOnlyList<string> Names(ExportedContainer container, KubernetesOptions options) =>
        [.. Declared(container).Select(v => v.Key), .. options.EnvironmentSecrets.Keys];

    /// <summary>Only what Kubernetes would change is told to be literal, since Podman takes values and probes as they stand.</summary>
    public static string Literal(string value, IEnumerable<string> names) =>
        value.Contains("$$", StringComparison.Ordinal) || value.Contains("$(KUBERNETES_", StringComparison.Ordinal)
            || names.Any(name => value.Contains($"$({name})", StringComparison.Ordinal))
            ? KubernetesPod.Literal(value) : value;

    // What is given twice counts as it was given last.
    private static KeyValuePair<string, string>[] Declared(ExportedContainer container)
    {
        var all = new Dictionary<string, string>();
        foreach (string variable in container.Request.Env ?? [])
        {
            if (variable.Split('=', 2) is not [var name, var value])
                throw Refuse(Messages.FormatVariableOfImageCannotBeTakenAway(variable), Messages.GiveItAnEmptyValue);
            all[KubernetesNames.Variable("params.environment", name)] = value;
        }

        return [.. all];
    }

    private static MlemException Refuse(string why, string instead) =>
        ExportRules.Refuse(ExportPlatform.Kubernetes, "environment", why, instead);
}
