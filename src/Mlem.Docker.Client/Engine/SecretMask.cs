using System.Text.RegularExpressions;

namespace Mlem.Docker.Engine;

/// <summary>
/// Takes secrets out of what the Engine prints: it repeats the build arguments of a failed RUN with their values.
/// </summary>
internal sealed class SecretMask
{
    private const string Mask = "***";

    // A shorter value, such as "1" or "prod", would blot out text that has nothing to do with it: it is masked only
    // behind its argument's name.
    private const int ShortestBareValue = 6;
    private readonly List<string> _secrets = [];
    private readonly List<Regex> _named = [];

    public SecretMask(IEnumerable<KeyValuePair<string, string?>> buildArguments, IEnumerable<RegistryCredential> credentials, IEnumerable<string>? more = null)
    {
        _secrets.AddRange(more ?? []);
        _secrets.AddRange(credentials.SelectMany(credential => credential.Secrets()));
        foreach (var (name, value) in buildArguments.Where(argument => !string.IsNullOrEmpty(argument.Value)))
        {
            // Output is read line by line, so of a value of several lines, such as a key, each counts.
            var lines = value!.Split('\n', '\r');
            _secrets.AddRange(lines.Append(value).Where(part => part.Length >= ShortestBareValue));
            if (lines[0].Length is > 0 and < ShortestBareValue)
                _named.Add(new Regex($"""(?<=(?<!\w){Regex.Escape(name)}["']?\s?[=:]\s?["']?){Regex.Escape(lines[0])}(?!\w)""", RegexOptions.CultureInvariant));
        }

        // The longest first, so that no part of a secret stays beside the mask of a shorter one.
        _secrets.Sort((a, b) => b.Length.CompareTo(a.Length));
    }

    public string Apply(string text)
    {
        foreach (var secret in _secrets)
            text = text.Replace(secret, Mask, StringComparison.Ordinal);
        foreach (var named in _named)
            text = named.Replace(text, Mask);
        return text;
    }
}
