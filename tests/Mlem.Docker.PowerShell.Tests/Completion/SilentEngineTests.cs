using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Mlem.Docker.PowerShell.Tests.Support;

namespace Mlem.Docker.PowerShell.Tests.Completion;

/// <summary>Engines that give no answer, each in its own way, and the tab key in a session that has been in use.</summary>
public sealed class SilentEngineTests : IDisposable
{
    private const int Attempts = 3;

    // It takes 150 ms, and more on a busy machine; a question that is waited for takes 100 s.
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(2);

    private readonly Session _session = new();
    private readonly List<IDisposable> _peers = [];

    public void Dispose()
    {
        _session.Dispose();
        _peers.ForEach(peer => peer.Dispose());
    }

    [Theory]
    [InlineData("has no socket")]
    [InlineData("refuses")]
    [InlineData("takes the question and is silent")]
    [InlineData("does not take the connection")]
    [InlineData("is behind an ssh that is silent")]
    public void An_Engine_that_is_down_or_does_not_answer_completes_nothing_and_is_not_waited_for(string engine)
    {
        string address = AddressOf(engine);
        TimeSpan shortest = TimeSpan.MaxValue;
        foreach (string question in (string[])["Get-MlemDockerImage -DaemonHost {0} -Name ", "Stop-MlemDockerContainer -DaemonHost {0} -Name ", "Stop-MlemDockerService -DaemonHost {0} -Name "])
        {
            string input = string.Format(System.Globalization.CultureInfo.InvariantCulture, question, address);
            Assert.Empty(Completions.Offered(_session, input));

            // A busy machine adds to what one takes, but not to each of some.
            shortest = TimeSpan.MaxValue;
            for (int attempt = 0; attempt < Attempts && shortest > Most; attempt++)
            {
                long before = Stopwatch.GetTimestamp();
                string[] offered = Completions.Offered(_session, input);
                TimeSpan took = Stopwatch.GetElapsedTime(before);
                Assert.Empty(offered);
                shortest = took < shortest ? took : shortest;
            }

            Assert.True(shortest <= Most, $"{input} took {shortest.TotalMilliseconds} ms at best.");
        }
    }

    private string AddressOf(string engine)
    {
        switch (engine)
        {
            case "has no socket":
                return "unix:///run/mlem-docker-no-such.sock";
            case "refuses":
                return "tcp://127.0.0.1:1";
            case "does not take the connection":
                return $"tcp://127.0.0.1:{Full()}";
            default:
                var silent = new FakeEngine(answers: false);
                _peers.Add(silent);
                return engine.Contains("ssh", StringComparison.Ordinal) ? silent.Address.Replace("tcp:", "ssh:", StringComparison.Ordinal) : silent.Address;
        }
    }

    // Nobody accepts, and the queue is full: further packets are dropped, as behind a firewall.
    private int Full()
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        _peers.Add(listener);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(0);
        EndPoint where = listener.LocalEndPoint!;
        for (int i = 0; i < 8; i++)
        {
            var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
            _peers.Add(client);
            try
            {
                client.Connect(where);
            }
            catch (SocketException)
            {
                // It is on its way.
            }
        }

        return ((IPEndPoint)where).Port;
    }
}
