using System.Numerics;
using System.Runtime.CompilerServices;

namespace Mlem.Docker.Templates.Values;

/// <summary>What one rendering has used up, and the cancellation that may end it.</summary>
internal sealed class Budget(TemplateLimits limits, CancellationToken cancellation)
{
    private long _steps;
    private long _characters;
    private long _items;
    private int _depth;

    public TemplateLimits Limits => limits;

    public void Step()
    {
        if ((++_steps & 0x3F) == 0) cancellation.ThrowIfCancellationRequested();
        if (_steps > limits.MaxSteps) throw PythonError.Limit($"more than {limits.MaxSteps} steps");
        CheckStack();
    }

    public static void CheckStack()
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack()) throw PythonError.Limit("it is nested too deeply");
    }

    public void Characters(long count)
    {
        _characters += count;
        if (_characters > limits.MaxCharacters || _characters < 0)
            throw PythonError.Limit($"more than {limits.MaxCharacters} characters of text are made");
    }

    public string Text(string text)
    {
        Characters(text.Length);
        return text;
    }

    /// <summary>A count of items or characters that a template asked for: refused before anything is made.</summary>
    public int Size(BigInteger wanted)
    {
        if (wanted > limits.MaxOutputLength) throw PythonError.Limit($"a size of {wanted} is too large");
        return wanted.Sign <= 0 ? 0 : (int)wanted;
    }

    public void Items(long count)
    {
        _items += count;
        if (_items > limits.MaxItems || _items < 0)
            throw PythonError.Limit($"more than {limits.MaxItems} items are made");
        if ((_items & 0x3F) == 0) cancellation.ThrowIfCancellationRequested();
    }

    public void Enter()
    {
        if (++_depth > limits.MaxCallDepth)
            throw PythonError.Limit($"calls and includes are nested more than {limits.MaxCallDepth} deep");
    }

    public void Leave() => _depth--;
}
