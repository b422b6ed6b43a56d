using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace Helpline.Channels.Tests.DirectLine;

/// <summary>ASP.NET's data protection when the key ring's database does not answer: every error is one of reading.</summary>
internal sealed class KeysOutOfReach : IDataProtector
{
    public IDataProtector CreateProtector(string purpose) => this;

    public byte[] Protect(byte[] plaintext) => throw new CryptographicException("", new TimeoutException());

    public byte[] Unprotect(byte[] protectedData) => throw new CryptographicException("", new TimeoutException());
}
