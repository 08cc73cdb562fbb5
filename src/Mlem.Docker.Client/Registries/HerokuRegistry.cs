using System.Text;

namespace Mlem.Docker;

/// <summary>
/// Heroku's registry. MLEM: <c>HerokuRemoteRegistry</c>, type <c>heroku</c>. It can be read, written and named; a push
/// there only makes sense with Heroku's release API, so it is refused.
/// </summary>
/// <param name="Host">Its host, as a rule <c>registry.heroku.com</c>.</param>
/// <param name="ApiKey">Heroku's API key, if the declaration has one. A secret: no output shows it.</param>
public sealed record HerokuRegistry(string? Host = HerokuRegistry.DefaultHost, string? ApiKey = null) : RemoteRegistry(Host)
{
    /// <summary>The host where none is given.</summary>
    public const string DefaultHost = "registry.heroku.com";

    /// <inheritdoc/>
    public override string Type => "heroku";

    // Internal, so that no format view and no ConvertTo-Json ever prints it.
    internal string? ApiKey { get; init; } = ApiKey;

    // MLEM cuts at the first colon: Heroku's registry knows no tags.
    /// <inheritdoc/>
    protected override string ComposeUri(string image) => base.ComposeUri(image).Split(':')[0];

    /// <summary>Leaves the API key out of <c>ToString</c>.</summary>
    protected override bool PrintMembers(StringBuilder builder)
    {
        base.PrintMembers(builder);
        builder.Append(", ApiKey = ").Append(ApiKey is null ? "none" : "given");
        return true;
    }
}
