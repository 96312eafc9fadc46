using Bqx.Core;

namespace Bqx.Ingest;

/// <summary>Lines of a UTF-8 stream without their ends, as spans that live until the next call.</summary>
internal sealed class LineReader(Stream stream, long maxBytes)
{
    /// <summary>No line is longer.</summary>
    public const int MaxLine = 1024;

    private readonly byte[] _buffer = new byte[128 * 1024];
    private int _start;
    private int _lineStart;
    private int _end;
    private long _bytes;
    private bool _ended;

    /// <summary>Number of the last line, from 1.</summary>
    public long Number { get; private set; }

    /// <exception cref="FaultException"><see cref="Fault.InvalidInput"/>: a line or the file is too long, or its compressed data is damaged.</exception>
    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        while (true)
        {
            var rest = _buffer.AsSpan(_start, _end - _start);
            var length = rest.IndexOf((byte)'\n');
            if (length >= 0 || (_ended && !rest.IsEmpty))
            {
                line = length >= 0 ? rest[..length] : rest;
                _lineStart = _start;
                _start += length >= 0 ? length + 1 : rest.Length;
                line = Trim(line);
                return true;
            }

            if (_ended)
            {
                line = default;
                return false;
            }

            if (rest.Length > MaxLine)
            {
                throw TooLong();
            }

            Fill();
        }
    }

    /// <summary>The line just read will be read again.</summary>
    public void Unread()
    {
        _start = _lineStart;
        Number--;
    }

    private ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> line)
    {
        if (++Number == 1 && line.StartsWith("\uFEFF"u8))
        {
            line = line[3..];
        }

        line = line.TrimEnd((byte)'\r');
        return line.Length <= MaxLine ? line : throw TooLong();
    }

    private void Fill()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        var read = Read();
        _ended = read == 0;
        _end += read;
        _bytes += read;
        if (_bytes > maxBytes)
        {
            throw new FaultException(Fault.InvalidInput, $"The file unpacks to more than {maxBytes} bytes.");
        }
    }

    private int Read()
    {
        try
        {
            return stream.Read(_buffer, _end, _buffer.Length - _end);
        }
        catch (InvalidDataException)
        {
            throw new FaultException(Fault.InvalidInput, $"The compressed data is damaged after line {Number}.");
        }
    }

    private FaultException TooLong() =>
        new(Fault.InvalidInput, $"Line {Number + 1} is longer than {MaxLine} bytes: this is no bar file.");
}
