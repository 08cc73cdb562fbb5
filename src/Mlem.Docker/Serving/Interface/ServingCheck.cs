using Mlem.Docker.Metadata;
using Mlem.Docker.Python.Yaml;

namespace Mlem.Docker.Serving;

/// <summary>What is in the way of serving a model.</summary>
/// <param name="Message">It, as a sentence.</param>
/// <param name="Remedy">What to do, as a sentence.</param>
internal sealed record ServingObstacle(string Message, string Remedy)
{
    /// <summary>The error that refuses the model.</summary>
    public MlemException ToException(MlemModel model) =>
        new("ModelNotServable", MlemErrorCategory.InvalidData, Message, model.Path, Remedy);
}

/// <summary>Finds a model that a server cannot serve, or whose every call must fail, before it is built (D30, MLEM.md 67, 68, 70).</summary>
internal sealed class ServingCheck
{
    private readonly MlemModel _model;
    private readonly Server _server;
    private readonly YamlMapping _document;

    private ServingCheck(MlemModel model, Server server)
    {
        _model = model;
        _server = server.Inner ?? server;
        _document = AnswerableForm.From(model.Document);
    }

    /// <summary>What makes it impossible, or null; and warnings of single methods that will fail.</summary>
    public static (ServingObstacle? Obstacle, IReadOnlyList<string> Warnings) Run(MlemModel model, Server server)
    {
        var check = new ServingCheck(model, server);
        if (check.Unspecified() is { } unspecified)
            return (unspecified, []);
        IReadOnlyList<InterfaceMethod> methods = ModelMethods.Read(check._document);
        // A model without methods says nothing that could be judged.
        return methods.Count == 0 ? (null, []) : check.Judge(methods);
    }

    private (ServingObstacle? Obstacle, IReadOnlyList<string> Warnings) Judge(IReadOnlyList<InterfaceMethod> methods)
    {
        IReadOnlyList<ServedMethod> served = ServedMethods.For(_server, methods);
        if (served.Count == 0)
            return (Obstacle(Messages.FormatModelHasNoMethodToServe(_model.Name, string.Join(", ", methods.Select(m => m.Name))), Unstandardized), []);
        if (served.Select(StartObstacle).FirstOrDefault(o => o is not null) is { } start)
            return (start, []);
        if (_server.Type == "_sagemaker" && _server["method"] is YamlString { Value: var wanted } && served.All(s => s.Name != wanted))
        {
            return (Obstacle(
                Messages.FormatModelHasNotMethodOfSagemaker(_model.Name, wanted),
                Messages.FormatModelHasNotMethodOfSagemakerRemedy(string.Join(", ", served.Select(s => s.Name)))), []);
        }

        ServingObstacle?[] calls = [.. served.Select(CallObstacle)];
        return calls.All(c => c is not null) ? (calls[0], []) : (null, [.. calls.OfType<ServingObstacle>().Select(c => c.Message)]);
    }

    private string Unstandardized => Messages.FormatServeWithStandardize(_server.Type, "$false");

    private string Standardized => Messages.FormatServeWithStandardize(_server.Type, "$true");

    // MLEM looks through all that the processors say, whatever is served of it.
    private ServingObstacle? Unspecified()
    {
        foreach ((string processor, YamlValue value) in _document.Mapping("processors").TextEntries())
        {
            foreach ((string method, YamlValue signature) in (value as YamlMapping)?.Mapping("methods").TextEntries() ?? [])
            {
                if (UnspecifiedPart(signature as YamlMapping) is { } part)
                    return Obstacle(Messages.FormatTypeUnspecified(_model.Name, part, method, processor), Messages.TypeUnspecifiedRemedy);
            }

            if (HasUnspecified(value))
                return Obstacle(Messages.FormatTypeUnspecifiedInProcessor(_model.Name, processor), Messages.TypeUnspecifiedRemedy);
        }

        return null;
    }

    private static string? UnspecifiedPart(YamlMapping? signature)
    {
        if (signature is null)
            return null;
        string? argument = signature.Items("args").OfType<YamlMapping>().FirstOrDefault(HasUnspecified)?.Text("name");
        return argument is not null ? Messages.FormatArgumentAsPart(argument)
            : HasUnspecified(signature["returns"]) ? Messages.ReturnedValueAsPart
            : HasUnspecified(signature["varargs_type"]) ? Messages.FormatArgumentAsPart("*" + signature.Text("varargs"))
            : HasUnspecified(signature["varkw_type"]) ? Messages.FormatArgumentAsPart("**" + signature.Text("varkw"))
            : null;
    }

    private static bool HasUnspecified(YamlValue? value) => value switch
    {
        YamlMapping mapping => mapping.Text("type") == "unspecified" || mapping.Entries.Any(e => HasUnspecified(e.Value)),
        YamlSequence sequence => sequence.Items.Any(HasUnspecified),
        _ => false,
    };

    // What keeps the server from starting: a type without a form, and a file beside another argument.
    private ServingObstacle? StartObstacle(ServedMethod served)
    {
        InterfaceMethod method = served.Method;
        if (_server["request_serializer"] is not YamlMapping)
        {
            foreach (InterfaceArgument argument in served.Passed.Where(a => !HasSerializer(served, a)))
            {
                if (ServableTypes.Obstacle(argument.Type) is { } type)
                    return Obstacle(TypeMessage(Messages.FormatArgumentAsPart(argument.Name), method, type), Messages.TypeNotServableRemedy);
            }

            if (served.Passed.Count > 1 && served.Passed.FirstOrDefault(a => ServableTypes.IsFile(a.Type)) is { } file)
                return Obstacle(Messages.FormatFileBesideArguments(_model.Name, file.Name, method.Name, method.Processor), Standardized);
        }

        bool other = _server["response_serializer"] is YamlMapping || served.Options?.Mapping("returns")?["ser"] is YamlMapping;
        return !other && ServableTypes.Obstacle(method.Returns) is { } returned
            ? Obstacle(TypeMessage(Messages.ReturnedValueAsPart, method, returned), Messages.TypeNotServableRemedy)
            : null;
    }

    // A serializer of the operator's own may know what MLEM's does not.
    private static bool HasSerializer(ServedMethod served, InterfaceArgument argument) => served.Options?.Mapping("args").TextEntries()
        .Any(a => a.Value is YamlMapping option && option["ser"] is YamlMapping && (option.Text("name") ?? argument.Name) == argument.Name) == true;

    // What makes every call of a method fail.
    private ServingObstacle? CallObstacle(ServedMethod served)
    {
        InterfaceMethod method = served.Method;
        if (method.IsVarargsAlone)
        {
            return Obstacle(
                Messages.FormatVarargsAlone(_model.Name, method.Name, method.Processor, "*" + method.Arguments[0].Name), Messages.VarargsAloneRemedy);
        }

        if (method.Arguments.FirstOrDefault(a => a.Required && !served.Passed.Contains(a)) is { } missing)
            return Obstacle(Messages.FormatArgumentNeverGiven(served.Name, _model.Name, method.Name, method.Processor, missing.Name), Unstandardized);
        return served.Passed.FirstOrDefault(a => ServableTypes.IsNothing(a.Type)) is { } nothing
            ? Obstacle(Messages.FormatArgumentIsNothing(_model.Name, nothing.Name, method.Name, method.Processor), Standardized)
            : null;
    }

    private string TypeMessage(string part, InterfaceMethod method, string type) =>
        Messages.FormatTypeNotServable(_model.Name, part, method.Name, method.Processor, type);

    private static ServingObstacle Obstacle(string message, string remedy) => new(message, remedy);
}
