using System.Text.RegularExpressions;

namespace Mlem.Docker.Building;

/// <summary>A tool or library that a build from source needs: how its absence shows, and which Debian package brings it.</summary>
internal sealed partial record PipFailureTool(string Name, string Packages, Regex Sign)
{
    public static IReadOnlyList<PipFailureTool> All { get; } =
    [
        new("pg_config", "libpq-dev and build-essential", PgConfig()),
        new("mysql_config", "default-libmysqlclient-dev, pkg-config and build-essential", MySql()),
        new(Messages.ARustCompiler, "cargo and rustc", Rust()),
        new("CMake", "cmake and build-essential", CMake()),
        new(Messages.AFortranCompiler, "gfortran and build-essential", Fortran()),
        new(Messages.ABLASLibrary, "libopenblas-dev, gfortran and build-essential", Blas()),
        new("pkg-config", "pkg-config and build-essential", PkgConfig()),
        new("SWIG", "swig and build-essential", Swig()),
        new(Messages.PythonsOwnHeaders, "python3-dev and build-essential", PythonHeader()),
        new(Messages.TheHeaderFile, "build-essential and the library's -dev package", Header()),
        new(Messages.TheLibrary, "build-essential and the library's -dev package", Library()),
        new(Messages.CCompiler, "build-essential", Compiler()),
    ];

    [GeneratedRegex("pg_config executable not found|pg_config.*not found", RegexOptions.CultureInvariant)]
    private static partial Regex PgConfig();

    [GeneratedRegex("mysql_config.*not found|mariadb_config.*not found|Can not find valid pkg-config name", RegexOptions.CultureInvariant)]
    private static partial Regex MySql();

    [GeneratedRegex("can't find Rust compiler|Cargo, the Rust package manager, is not installed|Rust toolchain|rustc.*(?:not found|not installed)|cargo.*not found", RegexOptions.CultureInvariant)]
    private static partial Regex Rust();

    [GeneratedRegex("CMake must be installed|cmake: (?:command )?not found|No such file or directory: 'cmake'|CMake is not installed|Could not find CMake|Failed to find CMake", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex CMake();

    [GeneratedRegex("Unknown compiler.*gfortran|No Fortran compiler|gfortran.*(?:not found|No such file)|Fortran compiler.*not found", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Fortran();

    [GeneratedRegex(@"Dependency ""OpenBLAS"" not found|No BLAS/LAPACK libraries found|BlasNotFoundError|LapackNotFoundError", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Blas();

    [GeneratedRegex("pkg-config.*(?:not found|is required|No such file)|Package .+ was not found in the pkg-config search path", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex PkgConfig();

    [GeneratedRegex("command 'swig.*failed|swig: (?:command )?not found|unable to execute 'swig", RegexOptions.CultureInvariant)]
    private static partial Regex Swig();

    [GeneratedRegex(@"Python\.h: No such file|Python\.h.*not found", RegexOptions.CultureInvariant)]
    private static partial Regex PythonHeader();

    [GeneratedRegex(@"fatal error: (?<what>\S+\.h(?:pp)?): No such file", RegexOptions.CultureInvariant)]
    private static partial Regex Header();

    [GeneratedRegex(@"cannot find -l(?<what>\S+)", RegexOptions.CultureInvariant)]
    private static partial Regex Library();

    [GeneratedRegex(
        @"unable to execute '?\S*(?:gcc|g\+\+|cc|c\+\+|clang)|command '?\S*(?:gcc|g\+\+|cc|c\+\+|clang)(?:-\d+)?'? failed|(?:gcc|g\+\+|\bcc|c\+\+|clang|make): (?:command )?not found|Unknown compiler\(s\)|No CMAKE_C(?:XX)?_COMPILER|no acceptable C compiler|Microsoft Visual C\+\+|CompileError|No such file or directory: '(?:gcc|g\+\+|cc|c\+\+|make)'",
        RegexOptions.CultureInvariant)]
    private static partial Regex Compiler();
}
