namespace Mlem.Docker.Engine;

/// <summary>
/// Takes secrets out of what the Engine prints: it repeats the build arguments of a failed RUN with their values.
/// </summary>
internal sealed class SecretMask
{
    private const string Mask = "***";

    // A shorter value, such as "1" or "prod", would blot out text that has nothing to do with it.
    private const int ShortestBareValue = 6;
    private readonly List<(string Text, string Replacement)> _replacements = [];

    public SecretMask(IEnumerable<KeyValuePair<string, string?>> buildArguments, IEnumerable<EngineCredential> credentials)
    {
        foreach (var secret in credentials.SelectMany(credential => credential.Secrets()))
            _replacements.Add((secret, Mask));
        foreach (var (name, value) in buildArguments.Where(argument => !string.IsNullOrEmpty(argument.Value)))
        {
            _replacements.Add(($"{name}={value}", $"{name}={Mask}"));
            // Output is read line by line, so of a value of several lines, such as a key, each counts.
            foreach (var bare in value!.Split('\n', '\r').Append(value).Where(part => part.Length >= ShortestBareValue))
                _replacements.Add((bare, Mask));
        }

        // The longest first, so that no part of a secret stays beside the mask of a shorter one.
        _replacements.Sort((a, b) => b.Text.Length.CompareTo(a.Text.Length));
    }

    public string Apply(string text)
    {
        foreach (var (secret, replacement) in _replacements)
            text = text.Replace(secret, replacement, StringComparison.Ordinal);
        return text;
    }
}
