using Mlem.Docker.Templates.Values;

namespace Mlem.Docker.Templates.Syntax;

/// <summary>
/// Jinja2 decides names when it compiles: a name that a scope sets, without having read it first and without an
/// outer scope knowing it, is undefined in there until it is set, even where a variable of that name was given.
/// Inner scopes (a loop before the <c>set</c>) see that. This finds those names, for each scope.
/// </summary>
internal sealed class Symbols(Symbols? outer)
{
    private Dictionary<string, bool> _hidden = new(StringComparer.Ordinal);
    private HashSet<string> _stored = new(StringComparer.Ordinal);

    /// <summary>The names that are undefined at the beginning of the scope.</summary>
    public IReadOnlyList<string> Hidden => [.. _hidden.Where(n => n.Value).Select(n => n.Key)];

    public void Declare(string name)
    {
        _stored.Add(name);
        _hidden[name] = false;
    }

    public void Load(string name)
    {
        if (!Knows(name)) _hidden[name] = false;
    }

    public void Store(string name)
    {
        _stored.Add(name);
        if (!_hidden.ContainsKey(name)) _hidden[name] = outer?.Knows(name) != true;
    }

    public void Load(Node expression)
    {
        Budget.CheckStack();
        if (expression is Name name) Load(name.Text);
        foreach (Node child in expression.Children) Load(child);
    }

    public void Visit(IEnumerable<Statement> statements)
    {
        foreach (Statement statement in statements) statement.Declare(this);
    }

    /// <summary>What is set in some branches of an <c>if</c> only may still be the variable that was given.</summary>
    public void VisitBranches(IReadOnlyList<Action<Symbols>> branches)
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

    private bool Knows(string name) => _hidden.ContainsKey(name) || outer?.Knows(name) == true;
}
