using Mlem.Docker.Python.Jinja.Objects;

namespace Mlem.Docker.Python.Jinja.Syntax;

/// <summary>
/// Jinja2 decides names when it compiles: a name that a scope sets, without having read it first and without an
/// outer scope knowing it, is undefined in there until it is set, even where a variable of that name was given.
/// Inner scopes (a loop before the <c>set</c>) see that. This finds those names, for each scope.
/// </summary>
internal sealed class Symbols(Symbols? outer)
{
    private Dictionary<string, bool> _hidden = new(StringComparer.Ordinal);
    private HashSet<string> _stored = new(StringComparer.Ordinal);

    /// <summary>Finds the hidden names of a scope, then, as it is now known to its end, of the scopes inside.</summary>
    public static void Resolve(Body body, Symbols? outer, Action<Symbols>? before = null, Action<Symbols>? after = null)
    {
        Symbols symbols = new(outer);
        before?.Invoke(symbols);
        symbols.Visit(body.Statements);
        after?.Invoke(symbols);
        body.Hidden = [.. symbols._hidden.Where(n => n.Value).Select(n => n.Key)];
        symbols.Open(body.Statements);
    }

    public void Declare(string name)
    {
        _stored.Add(name);
        _hidden[name] = false;
    }

    private void Open(IEnumerable<Statement> statements)
    {
        foreach (Statement statement in statements)
        {
            switch (statement)
            {
                case If n:
                    foreach ((_, IReadOnlyList<Statement> body) in n.Branches) Open(body);
                    Open(n.Otherwise);
                    break;
                case For n:
                    Resolve(n.Body, this, inner =>
                    {
                        if (n.HasLoop) inner.Declare("loop");
                        inner.Store(n.Target, declare: true);
                    });
                    Resolve(n.Otherwise, this);
                    break;
                case SetBlock n: Resolve(n.Body, this); break;
                case FilterBlock n: Resolve(n.Body, this, after: inner => inner.Load(n.Filter)); break;
                case MacroDefinition n: Open(n.Macro); break;
                case CallBlock n: Open(n.Macro); break;

                // A block sees the context, not the scopes around it.
                case Block n: Resolve(n.Body, null, inner => n.Special.ToList().ForEach(inner.Declare)); break;
                default: break;
            }
        }
    }

    private void Open(MacroBody macro) => Resolve(macro.Body, this, inner =>
    {
        foreach (NameTarget name in macro.Names) inner.Declare(name.Name);
        foreach (string name in macro.Special) inner.Declare(name);
        foreach (Expression value in macro.Defaults) inner.Load(value);
    });

    private void Visit(IEnumerable<Statement> statements)
    {
        foreach (Statement statement in statements)
        {
            switch (statement)
            {
                case If n: Visit(n, 0); break;
                case For n: Load(n.Items); break;
                case Set n:
                    Load(n.Value);
                    Store(n.Target, declare: false);
                    break;
                case SetBlock n: Store(n.Target, declare: false); break;
                case FilterBlock n: Load(n.Filter); break;
                case MacroDefinition n: Store(n.Name); break;
                case CallBlock n: Load(n.Call); break;
                case Block: break;
                default: Load(statement); break;
            }

            foreach (string name in Imported(statement)) Store(name);
        }
    }

    private static IEnumerable<string> Imported(Statement statement) => statement switch
    {
        Import n => [n.Name],
        FromImport n => n.Names.Select(name => name.Alias),
        _ => [],
    };

    /// <summary>As Jinja2 does: every elif is an if of its own, without else, side by side in one branch.</summary>
    private void Visit(If statement, int branch)
    {
        Load(statement.Branches[branch].Test);
        VisitBranches(
        [
            inner => inner.Visit(statement.Branches[branch].Body),
            inner =>
            {
                for (int i = 1; branch == 0 && i < statement.Branches.Count; i++) inner.Visit(statement, i);
            },
            inner => inner.Visit(branch == 0 ? statement.Otherwise : []),
        ]);
    }

    /// <summary>What is set in some branches only may still be the variable that was given.</summary>
    private void VisitBranches(IReadOnlyList<Action<Symbols>> branches)
    {
        List<Symbols> copies = [];
        foreach (Action<Symbols> branch in branches)
        {
            Symbols copy = new(outer) { _hidden = new(_hidden), _stored = [.. _stored] };
            branch(copy);
            copies.Add(copy);
        }

        List<string> partly = [.. copies.SelectMany(c => c._stored).Where(n => !_stored.Contains(n))
            .GroupBy(n => n).Where(g => g.Count() < copies.Count).Select(g => g.Key)];
        foreach (Symbols copy in copies)
        {
            foreach ((string name, bool hidden) in copy._hidden) _hidden[name] = hidden;
            _stored.UnionWith(copy._stored);
        }

        foreach (string name in partly) _hidden[name] = false;
    }

    private void Load(Node node)
    {
        Budget.CheckStack();
        if (node is Name name && !Knows(name.Text)) _hidden[name.Text] = false;
        foreach (Node child in NameUse.Children(node)) Load(child);
    }

    private void Store(Target target, bool declare)
    {
        switch (target)
        {
            case NameTarget name when declare: Declare(name.Name); break;
            case NameTarget name: Store(name.Name); break;
            case TupleTarget tuple: tuple.Items.ToList().ForEach(item => Store(item, declare)); break;
            case NamespaceTarget space when !Knows(space.Name): _hidden[space.Name] = false; break;
            default: break;
        }
    }

    private void Store(string name)
    {
        _stored.Add(name);
        if (!_hidden.ContainsKey(name)) _hidden[name] = outer?.Knows(name) != true;
    }

    private bool Knows(string name) => _hidden.ContainsKey(name) || outer?.Knows(name) == true;
}
