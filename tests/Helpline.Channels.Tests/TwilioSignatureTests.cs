using Helpline.Channels.Twilio;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Helpline.Channels.Tests;

public class TwilioSignatureTests
{
    private const string Token = "12345";
    private const string Url = "https://mycompany.com/myapp.php?foo=1&bar=2";
    private const string Signature = "RSOYDt4T1cUTdK1PDd93/VVr8B8=";

    private static readonly FormCollection Form = new(new Dictionary<string, StringValues>
    {
        ["To"] = "+18005551212",
        ["Digits"] = "1234",
        ["CallSid"] = "CA1234567890ABCDE",
        ["From"] = "+14158675309",
        ["Caller"] = "+14158675309",
    });

    [Fact]
    public void The_published_vector_is_reproduced() => TwilioSignature.Compute(Token, Url, Form).ShouldBe(Signature);

    [Fact]
    public void The_published_vector_is_valid() => TwilioSignature.IsValid(Token, Url, Form, Signature).ShouldBeTrue();

    [Theory]
    [InlineData("https://mycompany.com:443/myapp.php?foo=1&bar=2", "a port that the configuration names and the signer did not")]
    [InlineData("https://mycompany.com/myapp.php?foo=1&bar=2", "the same")]
    public void A_port_on_either_side_does_not_matter(string configured, string why) =>
        TwilioSignature.IsValid(Token, configured, Form, Signature).ShouldBeTrue(why);

    [Fact]
    public void A_signer_that_names_the_default_port_is_understood()
    {
        var signed = TwilioSignature.Compute(Token, "https://mycompany.com:443/myapp.php?foo=1&bar=2", Form);
        TwilioSignature.IsValid(Token, Url, Form, signed).ShouldBeTrue();
    }

    [Theory]
    [InlineData("RSOYDt4T1cUTdK1PDd93/VVr8B9=")]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("ہاں")]
    public void Another_signature_is_refused(string? signature) => TwilioSignature.IsValid(Token, Url, Form, signature).ShouldBeFalse();

    [Fact]
    public void Another_token_url_or_field_is_refused()
    {
        TwilioSignature.IsValid("12346", Url, Form, Signature).ShouldBeFalse();
        TwilioSignature.IsValid(Token, Url + "3", Form, Signature).ShouldBeFalse();
        TwilioSignature.IsValid(Token, "https://mycompany.com.evil.example/myapp.php?foo=1&bar=2", Form, Signature).ShouldBeFalse();
        var changed = new FormCollection(new Dictionary<string, StringValues>(Form.ToDictionary()) { ["Digits"] = "1235" });
        TwilioSignature.IsValid(Token, Url, changed, Signature).ShouldBeFalse();
    }

    [Fact]
    public void A_key_given_twice_contributes_its_distinct_values_in_order()
    {
        var twice = new FormCollection(new Dictionary<string, StringValues> { ["A"] = new(["2", "1", "2"]) });
        var once = new FormCollection(new Dictionary<string, StringValues> { ["A"] = new(["1", "2"]) });
        TwilioSignature.Compute(Token, Url, twice).ShouldBe(TwilioSignature.Compute(Token, Url, once));
    }

    [Fact]
    public void Keys_are_sorted_ordinally()
    {
        // Upper case sorts before lower case, whatever the culture thinks.
        var form = new FormCollection(new Dictionary<string, StringValues> { ["a"] = "1", ["B"] = "2" });
        TwilioSignature.Compute(Token, "https://x.example/", form)
            .ShouldBe(TwilioSignature.Compute(Token, "https://x.example/B2a1", FormCollection.Empty));
    }
}
