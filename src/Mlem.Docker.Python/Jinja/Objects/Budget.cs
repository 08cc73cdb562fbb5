using System.Numerics;
using System.Runtime.CompilerServices;
using Mlem.Docker.Python.Values;

namespace Mlem.Docker.Python.Jinja.Objects;

/// <summary>What one rendering has used up, and the cancellation that may end it.</summary>
internal sealed class Budget(TemplateLimits limits, CancellationToken cancellationToken)
{
    private long _steps;
    private long _characters;
    private long _items;
    private int _depth;

    public TemplateLimits Limits => limits;

    public static void CheckStack()
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack()) throw PythonError.Limit(Messages.NestedTooDeeply);
    }

    public void Step()
    {
        if ((++_steps & 0x3F) == 0) cancellationToken.ThrowIfCancellationRequested();
        if (_steps > limits.MaxSteps) throw PythonError.Limit(Messages.FormatTooManySteps(limits.MaxSteps));
        CheckStack();
    }

    public void Characters(long count)
    {
        _characters += count;
        if (_characters > limits.MaxCharacters || _characters < 0)
            throw PythonError.Limit(Messages.FormatTooManyCharacters(limits.MaxCharacters));
    }

    public string Text(string text)
    {
        Characters(text.Length);
        return text;
    }

    public void Items(long count)
    {
        _items += count;
        if (_items > limits.MaxItems || _items < 0) throw PythonError.Limit(Messages.FormatTooManyItems(limits.MaxItems));
        if ((_items & 0x3F) == 0) cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>A count of items or characters that a template asked for: refused before anything is made.</summary>
    public int Size(BigInteger wanted)
    {
        if (wanted > limits.MaxOutputLength) throw PythonError.Limit(Messages.FormatTextTooLong(wanted));
        return wanted.Sign <= 0 ? 0 : (int)wanted;
    }

    /// <summary>Runs one level deeper: an include, a macro, a block.</summary>
    public T Deeper<T>(Func<T> action)
    {
        if (++_depth > limits.MaxCallDepth) throw PythonError.Limit(Messages.FormatCallsNestedTooDeeply(limits.MaxCallDepth));
        T result = action();
        _depth--;
        return result;
    }
}
