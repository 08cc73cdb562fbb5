using System.Text.RegularExpressions;
using ArchUnitNET.Domain;
using ArchUnitNET.Loader;

namespace Mlem.Docker.Tests.Architecture;

/// <summary>
/// Which room uses which, by the types that the compiled code uses. The room of a type is the folder of its file, since
/// what people see lies in the namespace <c>Mlem.Docker</c> whatever its folder.
/// </summary>
internal sealed partial class Rooms
{
    private readonly Dictionary<string, Room> _rooms;

    private Rooms(Dictionary<string, Room> rooms, IReadOnlyList<RoomUse> uses)
    {
        _rooms = rooms;
        Uses = uses;
    }

    /// <summary>Each use of a type of another room.</summary>
    public IReadOnlyList<RoomUse> Uses { get; }

    /// <summary>Looks at the engine's assembly and its sources.</summary>
    public static Rooms See()
    {
        Dictionary<string, Room> rooms = System.Enum.GetValues<Room>()
            .SelectMany(room => Directory.EnumerateFiles(Path.Combine(Repository.Source, room.ToString()), "*.cs", SearchOption.AllDirectories)
                .SelectMany(file => Declared(File.ReadAllText(file))).Distinct().Select(name => (name, room)))
            .ToDictionary(pair => pair.name, pair => pair.room, StringComparer.Ordinal);
        var architecture = new ArchLoader().LoadAssemblies(typeof(MlemModel).Assembly).Build();
        var seen = new Rooms(rooms, []);
        return new Rooms(rooms, [.. architecture.Types.SelectMany(seen.UsesOf).Distinct()]);
    }

    private IEnumerable<RoomUse> UsesOf(IType type) =>
        RoomOf(type) is not { } room
            ? []
            : type.Dependencies.Select(dependency => dependency.Target)
                .Where(target => RoomOf(target) is { } other && other != room)
                .Select(target => new RoomUse(room, Name(type), RoomOf(target)!.Value, Name(target)));

    // A type parameter has no assembly.
    private Room? RoomOf(IType type) =>
        type.Assembly is { } assembly && assembly.Name.Split(',')[0] == "Mlem.Docker" && _rooms.TryGetValue(Name(type), out Room room)
            ? room
            : null;

    // The outermost type, without its namespace and the number of its type parameters.
    private static string Name(IType type) => type.FullName.Split('+')[0].Split('/')[0].Split('<')[0].Split('`')[0].Split('.')[^1];

    private static IEnumerable<string> Declared(string source) =>
        Declaration().Matches(source).Select(match => match.Groups[1].Value);

    [GeneratedRegex(@"(?m)^(?:\w+ )*(?:class|record struct|record|struct|interface|enum|delegate [\w<>?\[\]]+) (\w+)")]
    private static partial Regex Declaration();
}

/// <summary>A type of one room that uses a type of another.</summary>
internal sealed record RoomUse(Room From, string User, Room To, string Used);
