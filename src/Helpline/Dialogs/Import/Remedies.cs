namespace Helpline.Dialogs.Import;

/// <summary>Why an action has nothing here that corresponds to it, and what to do instead.</summary>
internal static class Remedies
{
    /// <summary>Null: the type is not one of RapidPro's.</summary>
    public static (string Why, string Remedy)? Of(string type) => type switch
    {
        "start_session" => ("dialogs start nothing for other contacts", "lead there with go or call, or ask a counsellor with handoff"),
        "send_broadcast" => ("dialogs write to nobody else", "leave it out; whoever should know gets a handoff"),
        "send_email" => ("dialogs send no e-mails: a child's words do not leave the system", "use handoff where a person should know"),
        "call_webhook" or "call_resthook" => ("dialogs call no other systems", "leave it out, or ask the child what it would have told"),
        "call_classifier" or "call_llm" => ("dialogs leave understanding to triage and to answers' words", "write options with words"),
        "transfer_airtime" => ("dialogs pay nothing out", "leave it out"),
        "play_audio" => ("dialogs are in writing", "write as a phrase what is said there"),
        "add_input_labels" => ("messages carry no labels", "leave it out, or remember a fact"),
        "add_contact_urn" or "set_contact_channel" or "set_contact_timezone" => ("dialogs do not change a contact's addresses", "leave it out"),
        "set_contact_status" => ("dialogs do not block contacts", "lead to the flow stop where a child wants no more messages"),
        "request_optin" => ("carriers' opt-ins are not asked for in dialogs", "use the global words stop and start"),
        "add_contact_groups" or "remove_contact_groups" or "set_contact_field" or "set_contact_name" or "set_contact_language" or "set_run_result" or "set_run_local" => ("", ""),
        _ => null,
    };
}
