namespace Bqx.Core;

/// <summary>The eight currencies, in naming priority: a pair's base is the one that comes first here.</summary>
public enum Currency : byte
{
    Eur,
    Gbp,
    Aud,
    Nzd,
    Usd,
    Cad,
    Chf,
    Jpy,
}
