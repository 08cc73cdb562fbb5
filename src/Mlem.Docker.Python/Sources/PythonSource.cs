namespace Mlem.Docker.Python.Sources;

/// <summary>
/// Tells whether a text can be a Python source, as far as its tokens tell: strings and brackets that do not end, indentation,
/// what no Python 3 knows, and syntax that is newer than a version. Whatever a real Python accepts has no fault here.
/// </summary>
public static class PythonSource
{
    /// <summary>The first thing that is wrong.</summary>
    /// <param name="content">The source's bytes.</param>
    /// <param name="minor">The minor version of Python 3 that is to run it; null where it is not known.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>What is wrong; null for nothing that tokens tell.</returns>
    public static SourceFault? Check(byte[] content, int? minor, CancellationToken cancellationToken = default)
    {
        SourceFault? newer = null;
        try
        {
            if (SourceText.Decode(content) is not { } text)
                return null;
            LogicalLine? line = null;
            foreach (LogicalLine next in new PythonScanner(text, Needs).Lines())
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (line is null && next.Indentation > 0)
                    return new SourceFault(SourceFaultKind.Indentation, next.Number, next.First.Text);
                if (line is not null)
                    SyntaxRules.Check(line, next, Needs);
                line = next;
            }

            if (line is not null)
                SyntaxRules.Check(line, null, Needs);
        }
        catch (SourceFaultException broken)
        {
            // What is newer comes first: a string that a newer Python ends elsewhere makes the rest senseless.
            return newer is not null && newer.Line <= broken.Fault.Line ? newer : broken.Fault;
        }

        return newer;

        void Needs(int since, int line, string what)
        {
            if (minor < since && newer is null)
                newer = new SourceFault(SourceFaultKind.Newer, line, what, since);
        }
    }
}
