using Mlem.Docker.Templates.Runtime;
using Mlem.Docker.Templates.Values;

namespace Mlem.Docker.Templates.Syntax;

/// <summary>The parameters of a macro; the last ones have the defaults.</summary>
internal sealed record MacroSignature(List<NameTarget> Names, List<Expression> Defaults);

/// <summary>What a macro or a call block runs.</summary>
/// <param name="Signature">Its parameters.</param>
/// <param name="Statements">Its body.</param>
/// <param name="Special">Which of <c>caller</c>, <c>kwargs</c> and <c>varargs</c> the body reads.</param>
internal sealed record MacroBody(MacroSignature Signature, IReadOnlyList<Statement> Statements, HashSet<string> Special)
{
    public IReadOnlyList<string> Hidden { get; set; } = [];

    public IEnumerable<Node> Nodes => [.. Signature.Names, .. Signature.Defaults, .. Statements];

    public void DeclareParameters(Symbols scope)
    {
        foreach (NameTarget name in Signature.Names) scope.Declare(name.Name);
        foreach (string name in Special) scope.Declare(name);
        foreach (Expression value in Signature.Defaults) scope.Load(value);
    }
}

internal sealed class MacroDefinition(string name, MacroBody body, int start, int stop) : Statement(start, stop)
{
    public override IEnumerable<Node> Children => body.Nodes;

    public override void Declare(Symbols scope) => scope.Store(name);

    public override void Resolve(Symbols scope) => body.Hidden = Open(scope, body.Statements, body.DeclareParameters);

    public override void Run(Frame frame) => frame.Assign(name, new Macro(name, body, frame));
}

/// <summary><c>{% call macro() %}…{% endcall %}</c>.</summary>
internal sealed class CallBlock(Call call, MacroBody body, int start, int stop) : Statement(start, stop)
{
    public override IEnumerable<Node> Children => body.Nodes.Prepend(call);

    public override void Declare(Symbols scope) => scope.Load(call);

    public override void Resolve(Symbols scope) => body.Hidden = Open(scope, body.Statements, body.DeclareParameters);

    public override void Run(Frame frame) =>
        frame.Output.WriteResult(call.Invoke(frame, new Macro(null, body, frame)));
}
