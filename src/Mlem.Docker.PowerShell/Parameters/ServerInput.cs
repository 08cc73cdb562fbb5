namespace Mlem.Docker.PowerShell.Parameters;

/// <summary>
/// The type of -Server. PowerShell completes the keys of a hashtable from the properties that a parameter's type has:
/// here they are those of all MLEM's server types. What is given is read by <see cref="ServerTransformationAttribute"/>.
/// </summary>
public sealed class ServerInput
{
    /// <summary>Without a value: for completion only.</summary>
    public ServerInput()
    {
    }

    internal ServerInput(Server value) => Value = value;

    /// <summary>MLEM's server type.</summary>
    public string? type { get; set; }

    /// <summary>streamlit: arguments for the template.</summary>
    public object? args { get; set; }

    /// <summary>Whether failures are told in full.</summary>
    public bool debug { get; set; }

    /// <summary>streamlit: the page's description.</summary>
    public string? description { get; set; }

    /// <summary>rmq: the exchange.</summary>
    public string? exchange { get; set; }

    /// <summary>The address that the server listens on, or the broker's.</summary>
    public string? host { get; set; }

    /// <summary>_sagemaker: the method that is called.</summary>
    public string? method { get; set; }

    /// <summary>What is served of each method.</summary>
    public object? methods { get; set; }

    /// <summary>What stands before the server: <c>prometheus_fastapi</c>.</summary>
    public object? middlewares { get; set; }

    /// <summary>streamlit: the title in the browser's tab.</summary>
    public string? page_title { get; set; }

    /// <summary>The port that the server listens on, or the broker's.</summary>
    public int port { get; set; }

    /// <summary>rmq: what the names of queues begin with.</summary>
    public string? queue_prefix { get; set; }

    /// <summary>How requests are read.</summary>
    public object? request_serializer { get; set; }

    /// <summary>How answers are written.</summary>
    public object? response_serializer { get; set; }

    /// <summary>streamlit: whether it starts the server behind it itself.</summary>
    public bool run_server { get; set; }

    /// <summary>_heroku: the server that runs there.</summary>
    public object? server { get; set; }

    /// <summary>streamlit: the address of the server behind it.</summary>
    public string? server_host { get; set; }

    /// <summary>streamlit: the port of the server behind it.</summary>
    public int server_port { get; set; }

    /// <summary>Whether inputs and answers have MLEM's common names.</summary>
    public bool standardize { get; set; }

    /// <summary>streamlit: a template of one's own.</summary>
    public string? template { get; set; }

    /// <summary>streamlit: the page's title.</summary>
    public string? title { get; set; }

    /// <summary>streamlit: the address of the page.</summary>
    public string? ui_host { get; set; }

    /// <summary>streamlit: the port of the page.</summary>
    public int ui_port { get; set; }

    /// <summary>streamlit: whether it looks for changes of its files.</summary>
    public bool use_watchdog { get; set; }

    /// <summary>The server as it was read.</summary>
    internal Server? Value { get; }

    /// <inheritdoc/>
    public override string ToString() => Value?.ToString() ?? string.Empty;
}
