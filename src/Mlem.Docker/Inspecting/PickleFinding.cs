namespace Mlem.Docker.Inspecting;

/// <summary>Something that a pickle does and that deserves attention.</summary>
/// <param name="Verdict">What is thought of it.</param>
/// <param name="Danger">What it can do.</param>
/// <param name="What">It, as Python would write it: <c>os.system('id')</c>.</param>
/// <param name="Member">The part of the file in which it stands; empty for the file itself.</param>
/// <param name="Offset">Where, in bytes from the beginning of that part.</param>
internal sealed record PickleFinding(Verdict Verdict, GlobalDanger Danger, string What, string Member, long Offset)
{
    /// <summary>It and what it can do, as a text for people.</summary>
    public string Text => Messages.FormatGlobalAndWhy(What, Verdict == Verdict.Dangerous ? Explain : Messages.GlobalIsUnknown);

    /// <summary>The same with its place, as a line.</summary>
    public string Evidence => Messages.FormatGlobalAtPlace(Text, Member.Length == 0 ? $"{Offset}" : $"{Member}: {Offset}");

    private string Explain => Danger switch
    {
        GlobalDanger.Commands => Messages.GlobalRunsCommands,
        GlobalDanger.Network => Messages.GlobalOpensSockets,
        GlobalDanger.Files => Messages.GlobalTouchesFiles,
        GlobalDanger.Evaluates => Messages.GlobalEvaluates,
        GlobalDanger.Hides => Messages.GlobalHidesCall,
        GlobalDanger.Native => Messages.GlobalIsNative,
        GlobalDanger.OwnCode => Messages.GlobalRunsOwnCode,
        GlobalDanger.Changes => Messages.GlobalChangesOthers,
        _ => Messages.GlobalIsUnlisted,
    };
}
