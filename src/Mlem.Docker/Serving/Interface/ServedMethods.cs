using Mlem.Docker.Metadata;
using Mlem.Docker.Python.Yaml;

namespace Mlem.Docker.Serving;

/// <summary>A method that a server offers.</summary>
/// <param name="Name">The name under which it is called.</param>
/// <param name="Method">The model's method behind it.</param>
/// <param name="Passed">The model's arguments that a call gives a value to.</param>
/// <param name="Options">What the server's <c>methods</c> say of it; null for none.</param>
internal sealed record ServedMethod(string Name, InterfaceMethod Method, IReadOnlyList<InterfaceArgument> Passed, YamlMapping? Options = null)
{
    /// <summary>The names that a call gives the arguments: the server's own where its options have some.</summary>
    public IEnumerable<string> ArgumentNames => Options?.Mapping("args") is { } args
        ? args.TextEntries().Select(a => a.Key)
        : Passed.Select(a => a.Name);
}

/// <summary>
/// Which methods a server offers (MLEM: <c>ServerInterface.create</c>): those that its <c>methods</c> name, or the standard
/// ones, put on the first method and arguments that fit; or all as they are.
/// </summary>
internal static class ServedMethods
{
    // 'predict' and 'predict_proba', each with the one argument 'data'.
    private static readonly YamlMapping Standard = new YamlBuild()
        .Add("predict", OneArgument()).Add("predict_proba", OneArgument()).Build();

    public static IReadOnlyList<ServedMethod> For(Server server, IReadOnlyList<InterfaceMethod> methods)
    {
        if (server["methods"] is YamlMapping given)
            return Match(given, methods);
        return server["standardize"] is YamlBoolean { Value: false }
            ? [.. methods.Select(m => new ServedMethod(m.Name, m, m.Arguments))]
            : Match(Standard, methods);
    }

    private static List<ServedMethod> Match(YamlMapping wanted, IReadOnlyList<InterfaceMethod> methods)
    {
        var served = new List<ServedMethod>();
        foreach ((string name, YamlValue value) in wanted.TextEntries())
        {
            YamlMapping options = value as YamlMapping ?? new YamlMapping([]);
            InterfaceMethod[] free = [.. methods.Where(m => !served.Exists(s => s.Method == m))];
            ServedMethod? match = free.OrderBy(m => m.Name != name)
                .Select(m => Passed(m, options) is { } passed ? new ServedMethod(name, m, passed, options) : null)
                .FirstOrDefault(m => m is not null);
            if (match is not null)
                served.Add(match);
        }

        return served;
    }

    // The arguments that an option's own ones are put on, each on the first that fits; null where one fits nowhere.
    private static List<InterfaceArgument>? Passed(InterfaceMethod method, YamlMapping options)
    {
        if ((options.Text("name") is { } name && name != method.Name)
            || (options.Mapping("returns")?["data_type"] is YamlMapping returns && !returns.Equals(method.Returns)))
        {
            return null;
        }

        var passed = new List<InterfaceArgument>();
        foreach (YamlMapping? wanted in options.Mapping("args").TextEntries().Select(a => a.Value as YamlMapping))
        {
            InterfaceArgument? fit = method.Arguments.FirstOrDefault(a => !passed.Contains(a)
                && (wanted?.Text("name") is not { } argument || argument == a.Name)
                && (wanted?["data_type"] is not YamlMapping type || type.Equals(a.Type)));
            if (fit is null)
                return null;
            passed.Add(fit);
        }

        return passed;
    }

    private static YamlMapping OneArgument() =>
        new YamlBuild().Add("args", new YamlBuild().Add("data", new YamlMapping([])).Build()).Build();
}
