//! PM017: another language.

use crate::rules::rule::declare_rule;
use crate::rules::{Context, Report};

declare_rule! {
    /// ## What it checks
    /// The prose is English.
    ///
    /// ## Why
    /// Roles in the timeline, causes and tasks are recognised by English wording. In another language most
    /// of the other rules see nothing.
    ///
    /// ## Fails
    /// ```markdown document
    /// # Kasse ausgefallen
    ///
    /// ## Zusammenfassung
    /// Am zweiten März konnten viele Kundinnen und Kunden nicht bezahlen, weil das Zertifikat der Kasse
    /// abgelaufen war und niemand die Warnung gesehen hatte. Wir haben das Zertifikat erneuert und die Warnung
    /// an das richtige Team gegeben, damit es nicht wieder geschieht und wir früher davon erfahren.
    /// ```
    ///
    /// ## Passes
    /// ```markdown document
    /// # Checkout down
    ///
    /// ## Summary
    /// On the second of March many customers could not pay because the certificate of the checkout had expired
    /// and nobody had seen the warning. We renewed the certificate and sent the warning to the right team, so
    /// that it does not happen again and that we hear of it sooner.
    /// ```
    PM017 "not-english" { level: Warning, since: "0.1.0" }
}

fn check(cx: &Context<'_>, report: &mut Report<'_>) {
    if cx.postmortem.english == Some(false) {
        report
            .at(cx.head(), "the text is not English, so most rules cannot see what it says")
            .help("write it in English, or turn the rules off that depend on wording");
    }
}
