using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using Helpline.Conversations;
using Helpline.Messages;
using Helpline.Risk;

namespace Helpline.Tests;

/// <summary>
/// Invariant 9: a record that ends up in a log line must not show a child's words or number. Every record of the core is filled with a marker
/// and printed; a new type fails here until it hides its texts or is listed as one that holds none of a child's.
/// </summary>
public class ToStringTests
{
    private const string Marker = "S3CRET-OF-A-CHILD";

    /// <summary>Properties that are shown on purpose: none of them comes from a child.</summary>
    private static readonly HashSet<string> Harmless =
    [
        // names of channels, provider ids and codes
        "Address.Channel", "DeliveryReceipt.Channel", "DeliveryReceipt.ProviderId", "DeliveryReceipt.ErrorCode", "DeliveryDecision.ErrorCode",
        "Sent.ProviderId", "TryLater.Code", "Refused.Code", "Unknown.Code",

        // people who work here, and what they are told
        "CounsellorId.Value", "Refused.Reason",

        // the library, which the content team writes
        "DialogSource.Path", "DialogSource.Text", "DialogProblem.File", "DialogProblem.Message", "DialogPosition.State", "Frame.State", "FollowUp.Target", "Silence.Say", "Silence.Target", "Way.Target", "Referral.Purpose", "Referral.Phrase",
        "FreeAnswer.Fact", "FreeAnswer.Target", "Condition.Value", "Condition.OtherFact", "Flow.Title", "Flow.Start", "SubDialog.Target", "SubDialog.Then", "RootDialog.SafeWord", "RootDialog.Notice", "Entered.State", "Enter.State", "FlowCost.Flow", "FlowCost.Language",
        "Transcript.Title", "Transcript.Language", "Transcript.State", "TranscriptLine.Text", "Place.File",
        "DialogLibrary.Revision", "DialogState.Name", "DialogState.Flow", "Ask.Phrase", "Go.Target", "CallHuman.Reason", "Choice.Answer", "Choice.Target",
        "Say.Phrase", "SetFact.Fact", "Word.Answer", "Choose.Answer", "Word.Text", "RootDialog.Begin", "RootDialog.Returning", "RootDialog.Lost", "GlobalWord.Target",
        "ReferralDirectory.Country", "ReferralLine.Id", "ReferralLine.Route", "ReferralLine.Cost", "ReferralLine.Note", "ReferralLine.Source",
        "Language.Tag", "Language.Name", "Language.OwnName", "Language.Script", "Language.OwnLetters", "AnswerWords.Label", "Lexicon.Language", "RiskRule.Id", "RiskFrame.Id", "RiskEvidence.Rule", "Pattern.Source", "Element.Slot", "LexiconWord.Text", "Unit.Text",
    ];

    public static TheoryData<Type> Records =>
        [.. typeof(Turn).Assembly.GetTypes().Where(type => IsRecord(type) && !type.IsAbstract && !type.ContainsGenericParameters)];

    [Theory]
    [MemberData(nameof(Records))]
    public void A_record_does_not_show_a_childs_words(Type type)
    {
        ArgumentNullException.ThrowIfNull(type);

        Fill(type, depth: 0)?.ToString().ShouldNotBeNull().ShouldNotContain(Marker, customMessage: $"{type.FullName}: override ToString, or list the property as harmless if no child's words can be in it");
    }

    [Fact]
    public void The_types_that_hold_words_are_among_those_looked_at()
    {
        Type[] expected = [typeof(InboundMessage), typeof(OutgoingText), typeof(Address), typeof(PendingMessage), typeof(SaidMessage), typeof(TurnOutcome), typeof(Conversation), typeof(Token)];

        expected.ShouldBeSubsetOf(Records.Select(row => row.Data));
        expected.ShouldAllBe(type => HoldsMarker(Fill(type, 0)));
    }

    private static bool HoldsMarker(object? value) => value switch
    {
        null => false,
        string text => text.Contains(Marker, StringComparison.Ordinal),
        IDictionary dictionary => dictionary.Values.Cast<object>().Any(HoldsMarker),
        IEnumerable items => items.Cast<object>().Any(HoldsMarker),
        _ when value.GetType().Assembly == typeof(Turn).Assembly => Fields(value.GetType()).Any(field => HoldsMarker(field.GetValue(value))),
        _ => false,
    };

    private static bool IsRecord(Type type) =>
        type.Assembly == typeof(Turn).Assembly && !type.IsEnum && !type.IsInterface
        && type.GetMethod("PrintMembers", BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public) is not null;

    private static IEnumerable<FieldInfo> Fields(Type type)
    {
        for (var at = type; at is not null && at != typeof(object); at = at.BaseType)
            foreach (var field in at.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
                yield return field;
    }

    private static object? Fill(Type type, int depth)
    {
        var value = RuntimeHelpers.GetUninitializedObject(type);
        foreach (var field in Fields(type))
        {
            var property = $"{type.Name}.{field.Name.TrimStart('<').Split('>')[0]}";
            field.SetValue(value, Value(field.FieldType, property, depth));
        }

        return value;
    }

    private static object? Value(Type type, string property, int depth)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string))
            return Harmless.Contains(property) ? "harmless.harmless" : Marker;
        if (depth > 4)
            return null;
        if (IsRecord(type) && !type.IsAbstract)
            return Fill(type, depth + 1);
        if (IsRecord(type))
            return Fill(type.GetNestedTypes().First(nested => nested.IsSubclassOf(type)), depth + 1);
        if (type.IsGenericType && type.GetGenericArguments() is [var item] && type.IsAssignableFrom(item.MakeArrayType()))
        {
            var array = Array.CreateInstance(item, 1);
            array.SetValue(Value(item, property, depth + 1), 0);
            return array;
        }

        if (type == typeof(System.Collections.Immutable.ImmutableDictionary<string, string>))
            return System.Collections.Immutable.ImmutableDictionary<string, string>.Empty.Add(Marker, Marker);
        return type.IsValueType ? Activator.CreateInstance(type) : null;
    }
}
