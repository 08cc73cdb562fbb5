using System.Text.RegularExpressions;

namespace Mlem.Docker.Exporting.Kubernetes;

/// <summary>The names that Kubernetes takes (https://kubernetes.io/docs/concepts/overview/working-with-objects/names/).</summary>
internal static partial class KubernetesNames
{
    /// <summary>A label of DNS, as namespaces and hosts have it.</summary>
    public static string Label(string field, string name) =>
        name.Length <= 63 && DnsLabel().IsMatch(name) ? name : throw Invalid(field, name, Messages.KubernetesLabelRule);

    /// <summary>The same that begins with a letter, as services have it.</summary>
    public static string Service(string field, string name) =>
        name.Length <= 63 && DnsLabel().IsMatch(name) && char.IsAsciiLetter(name[0])
            ? name : throw Invalid(field, name, Messages.KubernetesServiceNameRule);

    /// <summary>The name of a file as near as a Service's name can be; what was declared as a name is not changed.</summary>
    public static string Fit(string name)
    {
        if (name.Any(c => !char.IsAscii(c) && char.IsLetterOrDigit(c)))
            throw Invalid("Name", name, Messages.KubernetesAsciiRule);
        string fit = string.Concat(name.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')).Trim('-');
        fit = fit.Length > 0 && char.IsAsciiLetter(fit[0]) ? fit : "model-" + fit;
        return fit[..Math.Min(fit.Length, 63)].TrimEnd('-');
    }

    /// <summary>A name of DNS, as most objects have it.</summary>
    public static string Subdomain(string field, string name) =>
        name.Length <= 253 && DnsSubdomain().IsMatch(name) ? name : throw Invalid(field, name, Messages.KubernetesNameRule);

    /// <summary>The host of an Ingress, whose first part may be a star.</summary>
    public static string Host(string field, string name)
    {
        if (KubernetesDns.IsAddress(name))
            throw Invalid(field, name, Messages.KubernetesHostRule);
        Subdomain(field, name.StartsWith("*.", StringComparison.Ordinal) ? name[2..] : name);
        return name;
    }

    /// <summary>The key of a Secret.</summary>
    public static string Key(string field, string name) =>
        name.Length <= 253 && SecretKey().IsMatch(name) && name != "." && !name.StartsWith("..", StringComparison.Ordinal)
            ? name : throw Invalid(field, name, Messages.KubernetesKeyRule);

    /// <summary>The name of an environment variable, as every release takes it.</summary>
    public static string Variable(string field, string name) =>
        EnvironmentVariable().IsMatch(name) && name != "." && !name.StartsWith("..", StringComparison.Ordinal) ? name : throw Invalid(field, name, Messages.KubernetesVariableRule);

    /// <summary>The name of a setting of the kernel.</summary>
    public static string Sysctl(string field, string name) =>
        name.Length <= 253 && KernelSetting().IsMatch(name) ? name : throw Invalid(field, name, Messages.KubernetesSysctlRule);

    /// <summary>A label and its value.</summary>
    public static KeyValuePair<string, string> LabelPair(string field, KeyValuePair<string, string> label)
    {
        string[] parts = label.Key.Split('/', 2);
        bool host = parts.Length == 1 || (parts[0].Length <= 253 && DnsSubdomain().IsMatch(parts[0]));
        if (!host || parts[^1].Length is 0 or > 63 || !LabelText().IsMatch(parts[^1]))
            throw Invalid(field, label.Key, Messages.KubernetesLabelNameRule);
        return IsLabelValue(label.Value) ? label : throw Invalid(field, label.Value, Messages.KubernetesLabelValueRule);
    }

    /// <summary>Whether a label may have a value.</summary>
    public static bool IsLabelValue(string value) => value.Length == 0 || (value.Length <= 63 && LabelText().IsMatch(value));

    private static MlemException Invalid(string field, string name, string rule) => new(
        "KubernetesNameInvalid",
        MlemErrorCategory.InvalidArgument,
        Messages.FormatKubernetesNameInvalid(field, name, rule),
        name,
        Messages.FormatKubernetesNameInvalidRemedy(field));

    [GeneratedRegex(@"\A[a-z0-9]([-a-z0-9]*[a-z0-9])?\z")]
    private static partial Regex DnsLabel();

    [GeneratedRegex(@"\A[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\z")]
    private static partial Regex DnsSubdomain();

    [GeneratedRegex(@"\A([a-z0-9]([-_a-z0-9]*[a-z0-9])?[./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?\z")]
    private static partial Regex KernelSetting();

    [GeneratedRegex(@"\A[-._a-zA-Z0-9]+\z")]
    private static partial Regex SecretKey();

    [GeneratedRegex(@"\A[-._a-zA-Z][-._a-zA-Z0-9]*\z")]
    private static partial Regex EnvironmentVariable();

    [GeneratedRegex(@"\A[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?\z")]
    private static partial Regex LabelText();
}
