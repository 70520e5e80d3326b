//! The wording by which people say what an event was, found in one pass over the text.

use std::sync::LazyLock;

use crate::text::{Phrases, Span};

/// What a phrase hints at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Cue {
    /// Monitors, alerts, pagers, dashboards.
    Monitor,
    /// "alerted": by a monitor, or by a person to others.
    Alerted,
    /// People outside the team.
    Outsider,
    /// What outsiders do to make something known.
    Report,
    /// People of the team.
    Insider,
    /// Somebody came to know.
    Notice,
    /// Somebody took charge.
    Acknowledge,
    /// Something was looked at or tried.
    Look,
    /// A cause was suspected.
    Suspect,
    /// A suspicion or a fix turned out wrong.
    Wrong,
    /// What was done changed nothing.
    InVain,
    /// What was looked at is in order.
    Sound,
    /// Others were called in.
    Escalate,
    /// One person called another.
    Summon,
    /// The cause was found.
    Diagnose,
    /// Something was changed to end it.
    Fix,
    /// The worst was over.
    Mitigate,
    /// All was well again, in so many words.
    Over,
    /// Perhaps all was well again.
    Resolve,
    /// Users began to be affected.
    Onset,
    /// What users saw.
    Symptom,
    /// Why it happened.
    Cause,
    /// A date is that of the document, not of the incident.
    History,
    /// A share in words.
    Fraction,
    /// Between the numbers of "one in five".
    In,
}

/// Phrases in lower case; each matches where a word starts and may go on: "escalat" finds "escalated".
/// A phrase that ends with a space or a sign must end there. `|` parts them.
const PHRASES: [(Cue, &str); 25] = [
    (
        Cue::Monitor,
        "anomaly detect|anomaly alert|outlier detect|error tracker|pings on every|\
         sends an sms|sent an sms|sends a text|sent a text message|nightly job|consistency job|\
         nightly check|consistency check|sanity check|smoke test|dead man|graph slides|graph drops|\
         graph dips|dashboard turns|dashboard goes red|slack bot|bot posts|bot shouts|\
         better uptime|better stack|betterstack|checkmk|prtg|dynatrace|victorops|appdynamics|site24x7|\
         freshping|cronitor|rollbar|bugsnag|wavefront|solarwinds|netdata|threshold is crossed|\
         threshold was crossed|threshold crossed|threshold is exceeded|threshold was exceeded|\
         threshold exceeded|crosses the threshold|exceeds the threshold|crossed the threshold|\
         exceeded the threshold|uptimerobot|icinga|zabbix|opsgenie|statuscake|splunk|uptime kuma|canary|\
         probe |turns red|turned red|goes red|went red|turns yellow|siren|heartbeat check|monitor|alert |\
         alerts|alert,|alert.|alert:|alert\n|alert\r|alert)|alert!|alert;|alert-|alerting|alarm|pager|\
         datadog|prometheus|alertmanager|grafana|nagios|pingdom|new relic|newrelic|cloudwatch|sentry|\
         uptime robot|uptime check|health check|healthcheck|automated warning|automated notification|\
         automatic notification|synthetic|status check|watchdog",
    ),
    (Cue::Alerted, "alerted|notified|informed|paged"),
    (
        Cue::Outsider,
        "support desk|help line|helpline|hotline|\
         shopkeep|shop owner|store owner|owner of a|owner of the shop|florist|baker|butcher|barber|hairdress|\
         waiter|waitress|landlord|lecturer|tutor|dispatcher|courier|rider|drivers|a driver|taxi driver|listener|\
         cashier|vendor at|market woman|market women|grandm|my mother|my father|my sister|my brother|my wife|\
         my husband|my mom|my mum|my dad|my aunt|my uncle|my roommate|my flatmate|classmate|\
         attendee|speaker|voter|traveller|traveler|hotel|restaurant|pharmacy|clinic|branch manager|\
         someone from outside|somebody from outside|somebody outside|a stranger|\
         researcher|candidates|applicant|invigilator|volunteer|donor|clinician|pharmacist|physician|\
         trader|neighbo|journalist|the public|pupil|shareholder|household|club member|a member |\
         members of|forum member|mrs. |mr. |ms. |cousin|bidder|retailer|borrower|\
         support line|friend|first report|first complaint|first ticket|first tickets|first complaints|first reports|\
         service desk|nurse|doctor|professor|commuter|passengers|patient|resident|citizen|farmer|patron|\
         buyer|sellers|tenant|viewer|secretariat|support gets|support got|support receiv|support sees|\
         support saw|teacher|parent|reader|reviewer|play store|app store|twitter|zendesk|reddit|discord|\
         mastodon|hacker news|call centre|call center|someone outside|seller|merchant|supplier|school|\
         user|customer|client|visitor|student|subscriber|partner|people|support team|helpdesk|help desk|\
         consumer|guest|shopper|player",
    ),
    (
        Cue::Report,
        "sent an email|sent an e-mail|sends an email|sends an e-mail|sent a mail|sends a mail|sent us |sends us |\
         sent me |sends me |sent a screenshot|sends a screenshot|sent a photo|sends a photo|sent a whatsapp|\
         sends a whatsapp|came to the office|come to the office|came to our office|come to our office|\
         came to the it |come to the it |came to the desk|come to the desk|came to our desk|walked into the office|\
         were calling|are calling, |kept calling|keep calling|knocks at|knocked at|knocks on|knocked on|\
         forwards the mail|mail of a |mails of |e-mail of |calls about|call about|\
         opens issue|opened issue|files issue|filed issue|opens bug|opened bug|leaves a message|\
         left a message|leaves a voicemail|left a voicemail|voicemail|walks over to|walked over to|\
         walks in to|comes by |came by |stops by|stopped by|drops by|rings us|rings the|rings our|\
         calls the office|calls the help|calls the desk|calls the front|calls the main|email from|\
         e-mail from|mail from|message from|grumbl|messages us|messaged us|lets us know|let us know|\
         asks whether|asking whether|asking if|asks why|wondering|raised hands|writes to|wrote to|\
         writes in|to tell us|\
         tells support|told support|called our|calls our|call our|say in |says in |said in |phones |tells us|call my|calls my|called my|call me|calls me|called me|call us|calls us|called us|\
         begin to call|began to call|begin calling|began calling|start to call|started to call|\
         start calling|started calling|call from|calls from|call of|phone call|phones us|phones the|\
         phones support|phones in|phone the|telephon|she says|he says|they say|flooded|flood of|\
         opened a ticket|opened an issue|opened a github|opened a support|opens an issue|opens a ticket|\
         are calling us|are calling in|are calling support|keep calling us|files a|filed a|raises a|\
         posts |posted |post |wrote|writes |voice message|phoned|rings |rang |reviews|asks |asked |\
         mentions |mentioned |e-mails|sends a message|sent a message|report|complain|ticket|inquir|\
         enquir|raised a|called |called\n|called\r|called.|called,|emailed|e-mailed|tweet|feedback|\
         told us|customer support|customer service|customer care",
    ),
    (
        Cue::Insider,
        "reception|officer|secretar|qa |engineer|developer|team|we |i |admin|staff|sysadmin|operator|\
         on-call|oncall|on call|devops|sre|employee|technician|intern|manager|colleague",
    ),
    (
        Cue::Notice,
        "we learn that|we learned that|we learnt that|i learn that|i learned that|i learnt that|learns that|\
         we learn of|we learned of|we hear that|we heard that|problem known|issue known|outage known|incident known|\
         came to light|comes to light|\
         i see |i saw|we see |we saw|finds that|finds out|finds the bug|finds a bug|finds the site|\
         pings me|pings us|pinged me|pinged us|tells me|told me|informs us|informed us|looks up and|\
         we knew|remark|comes across|came across|got to know|came to know|draws attention|drew attention|\
         catches the eye|caught the eye|stumbl|detect|noticed|notices |noticing|notice that|notice the|\
         notice a |notice an |notice e|notice hi|notice it|notice s|notice u|sees |spots |discover|observ|flagged|\
         became aware|realiz|realis|spotted|triggered|went off|going off|fired|raised an alert|received|\
         issue identified|problem identified|saw |found that|found out|recogniz|recognis|sensed|surfaced",
    ),
    (
        Cue::Acknowledge,
        "acknowledg|took charge|incident declared|declared an incident|began investigating|\
         begins investigat|begin investigat|started investigat|starts investigat|began an investigat|\
         began to investigat|investigation start|investigation began|investigation begins|\
         investigation initiated|initiated an investigation|initiated investigation|started working|\
         investigation into|investigations started",
    ),
    (
        Cue::Look,
        "swaps |swapped|reinstall|digs |combs through|trawl|\
         look at|looks at|look into|looks into|investigat|check|review|inspect|analyz|analys|looked|\
         looking|examin|debug|trac|probed|verif|attempt|tried|try |trying|scrutin|dove into|dived into|\
         dug into|monitored|tested|restart|reboot|kill|ran |scaled|scaling|ssh",
    ),
    (
        Cue::Suspect,
        "it must be|it had to be|was thinking|were thinking|take it for|took it for|takes it for|put it down to|\
         puts it down to|chalked it up|chalk it up|pinned it on|pins it on|wondered if|wonders if|\
         figured it|reckon|in the belief|cursing|cursed|\
         points the finger|pointed the finger|eyes turned|hunch|suspicious of|under the impression|\
         convinced|doubted|pretty sure|quite sure|we blame|fingers point|first theory|turns to the|\
         turned to the|suspect|suspicion|assum|hypothes|theor|possib|might be|might have|may be|may have|\
         thought|thinks|think |believ|first idea|blame|points to|pointed to|looks like|looked like|\
         seems to be|seemed to be|speculat|could be|likely|initial assumption|guess",
    ),
    (
        Cue::Wrong,
        "false track|false path|wrong trail|wrong lead|wrong alley|bad lead|useless|loss time|loss of time|waste of|for nothing|false scent|wrong scent|minutes gone|hours gone|\
         hour gone|minutes lost|hours lost|hour lost|minutes wasted|hours wasted|hour wasted|lose |loses |lost |\
         losing |cost us an hour|cost me an hour|cost us half an hour|cost me half an hour|had an alibi|\
         searching in the wrong|looking in the wrong|looked in the wrong|hours in the wrong|\
         digging in the wrong|looking at the wrong|looked at the wrong|wrong suspect|wrong culprit|\
         came up empty|comes up empty|leads nowhere|led nowhere|lead nowhere|went nowhere|\
         goes nowhere|got us nowhere|got nowhere|blind alley|cul-de-sac|that was not it|\
         that wasn't it|threw us off|thrown off the|led us astray|astray|\
         had nothing to do with|lose time|lost time|loses time|lost an hour on|lost hours on|turned out to be fine|turned out fine|turned out to be ok|turned out to be heal|\
         turned out to be nor|turned out to be inn|turns out to be fine|false trail|wrong guess|\
         was innocent|were innocent|is innocent|found healthy|found to be healthy|found to be fine|\
         found in order|wrong theory|time lost|lost time|a detour|goose chase|hold water|was cleared|\
         were cleared|are cleared|mislead|misled|misdirect|red herring|dead end|dead-end|false lead|\
         false alarm|false assumption|false positive|wrong path|wrong direction|wrong track|\
         wrong assumption|wrongly|mistakenly|incorrect hypothes|incorrect assumption|ruled out|\
         ruling out|wasn't the cause|was not the cause|wasn't the issue|was not the issue|\
         wasn't the problem|was not the problem|weren't the|wasn't the culprit|was not the culprit|\
         wasn’t the|not the root cause|not the culprit|not the actual|not the cause|not the source|\
         no anomal|no abnormal|found no |no issue|no problem|nothing wrong|nothing unusual|\
         nothing abnormal|no significant|no improvement|did not yield|didn't yield|did not resolve|\
         didn't resolve|did not solve|didn't solve|did not help|didn't help|didn’t|did not fix|\
         didn't fix|disproven|disproved|proved incorrect|proved wrong|proved to be|proven wrong|\
         turned out not|turned out to be incorrect|turned out to be un|turned out to be a|unrelated to|\
         was unrelated|were unrelated|initially thought|initially suspect|initially assum|\
         initially believ|initially focus|initially investigat|initially blam|initially consider|\
         initially attribut|initially point|initially misattribut|was initially|were initially|\
         initial suspicion|initial assumption|initial theor|initial hypothes|initial belief|\
         initial thought|initial focus|first suspected|first thought|first assumed|blaming|speculat|\
         decoy|off-course|off course|wild goose|rabbit hole|to no avail|without success|no avail|\
         not related|in vain|distract|sidetrack|barking up|eventually wasn't|misinterpret|misattribut|\
         misdiagnos|fruitless|unfruitful|inconclusive|incorrectly|wasted|no fault|it was not.|it wasn't.|\
         was wrong|were wrong|proven false|proved false|theory was|eliminated as",
    ),
    (
        Cue::InVain,
        "not help|same misery|same loop|same problem,|same problem.|same problem\n|then same thing|then the same thing|\
         same thing again|\
         remain grey|remain gray|remain down|remain red|remain dead|remain blank|remain empty|remain white|\
         remain slow|remain broken|remain unreach|remain unavail|remain high|remain stuck|remain the same|\
         remain as |remains grey|remains gray|remains down|remains red|remains dead|remains blank|remains empty|\
         remains white|remains slow|remains broken|remains unreach|remains unavail|remains high|remains stuck|\
         remains the same|remains as |remained grey|remained gray|remained down|remained red|remained dead|\
         remained blank|remained empty|remained white|remained slow|remained broken|remained unreach|\
         remained unavail|remained high|remained stuck|remained the same|always down|always the same|\
         stayed down|stays down|stayed the same|stays the same|stayed grey|stays grey|stayed red|stays red|\
         calls continue|not one second|same result|\
         same as before|slow like before|slow as before|bad as before|same failure|same symptom|\
         same picture|same result|exactly the same|the same words|keeps on growing|keeps on rising|\
         keeps on failing|keeps growing|kept growing|continues to grow|continued to grow|\
         continues to climb|continued to climb|kept climbing|keeps climbing|still red|still growing|\
         still climbing|still rising|still dead|still nothing|still 0|still 1|still 2|still 3|still 4|\
         still 5|still 6|still 7|still 8|still 9|none the wiser|made it worse|makes it worse|\
         made things worse|makes things worse|no better|helped nothing|helps nothing|larger fire|\
         unchanged|\
         result: nothing|result: none|it was not the |it wasn't the |it is not the |it isn't the |not this time|nothing happens|\
         abandon|down the drain|back to square|to the beginning|same error|it is the same|is the same.|\
         just the same|no trace of|also without|even without|wild-goose|cold trail|no help|\
         came to nothing|comes to nothing|no change|without change|without any change|any result|\
         no result|without result|no effect|any effect|without effect|no difference|no luck|made no|\
         makes no|changed nothing|changes nothing|did nothing|does nothing|nothing changed|\
         nothing changes|still there|still fail|still down|still slow|still broken|still occur|still see|\
         still happen|still return|still high|still unavailable|still unreachable|still present|\
         still getting|still not |persist|keeps failing|kept failing|keep failing|fails again|\
         failed again|problem continue|issue continue|errors continue|problem remain|issue remain|\
         errors remain|not guilty|innocent|not the answer|not the reason|not the solution|theory is|\
         theory drop|hypothesis was|hypothesis is|idea was wrong|assumption was|suspicion was|\
         to be wrong|is wrong|not it.|goes down again|went down again|crashes again|crashed again|\
         did not change|didn't change|does not change|doesn't change|doesn't help|does not help|\
         not improve|had not helped|not helping",
    ),
    (
        Cue::Sound,
        "was perfect|were perfect|is perfect|are perfect|in good shape|in perfect shape|empty and happy|\
         checks out|clean bill|nothing odd|finds nothing|found nothing|no trace|\
         perfectly fine|perfectly normal|as correct|is correct|was correct|were correct|spotless|\
         nothing to do with|is ok|are ok|was ok|were ok|looks ok|looked ok|is fine|are fine|was fine|\
         were fine|looks fine|look fine|looked fine|all fine|is healthy|are healthy|was healthy|\
         were healthy|looks healthy|look healthy|looked healthy|is normal|are normal|was normal|\
         were normal|looks normal|look normal|looked normal|within normal|came back clean|\
         comes back clean|come back clean|looks clean|looked clean|looks good|looked good|is idle|\
         was idle|all green|were green|is green|in order.|seems fine|seemed fine|seem fine|nothing there|\
         nothing in|shows nothing|showed nothing|nothing suspicious|nothing strange|rules out|rule out|\
         excluded|not to blame|cleared of|not overloaded|not involved",
    ),
    (
        Cue::Escalate,
        "passed the |passes the |passed this |passed our |passed my |passed her |passed his |moved up to|moves up to|\
         went up to|goes up to|kicked up to|kicks up to|routed to|rerouted to|dispatched to|\
         case went to|case goes to|matter moved to|case moved to|\
         takes it from here|took it from here|takes it from there|took it from there|takes the lead from|phone call with|gets out of her bed|gets out of his bed|on our request|on my request|joined us|joins us|passed up to|passes up to|matter is given|matter was given|dial in|case with the vendor|\
         get hold of|gets hold of|got hold of|out of his bed|out of her bed|out of their bed|\
         jump in after|jumps in after|jumped in after|jump in to help|jumped in to help|\
         jumps in to help|dials in|dialled in|dialed in|hops on|hopped on|at her request|\
         at his request|at my request|at our request|at their request|is on the line|put through to|\
         handed on to|passes it on to|passes it to|passed it to|passes the matter|passed the matter|\
         matter went to|matter goes to|matter was passed|brought on board|called for backup|\
         calls for backup|invited to the call|invited onto|added to the call|added to the bridge|\
         joins the call|joined the call|loops in|loop in|looping in|pulls in|pull in|pulling in|\
         roped in|ropes in|enlist|second level support|to their second level|to second level|\
         to the second level|takes command|assumes command|assumed command|took command|\
         asked to help|asked to join|asked to assist|reported up|opened a case|opens a case|case opened|opened a ticket with|opens a ticket with|\
         guys on the call|team on the call|people on the call|to the incident channel|\
         into the incident channel|to the incident call|joins the bridge|joined the bridge|\
         to the war room|war room|tagged @|tags @|requested help|requests help|for help|second opinion|\
         sent to tier|sent to level|paging |upstairs|to level 2|carried the matter|takes the matter|\
         took the matter|assumes control|assumed control|phone with the vendor|duty-engineer|handed the|\
         hands the|handed it|hands it|hand it|bump it|bumped|taken up with|brings in|bring in|\
         getting hold of|second-line|second line|third-line|third line|level 2|tier 2|tier-2|out of bed|\
         woken|wakes up|woke up the|is called|was called|escalat|given to the|handed to|taken over by|\
         takes over|took over|calls in|called for help|asks for help|ask for help|asking for help|\
         help from|raised to |raised with|goes to the|went to the|forward|assigned to|handed over|\
         handed off|hands off|hand off|called in|brought in|pulled in|looped in|reached out|engaged|\
         contacted|s.o.s|sos |passed to|passed on to|joined by|joins|joined the|call to arms|\
         assistance from|sought help|asked for help|referred to|transferred to|reinforcement|backup from",
    ),
    (
        Cue::Summon,
        "i phone |we phone |i ring |we ring |i ping |we ping |i page |we page |i message |i text |\
         i wake |we wake |\
         involved|involves|i call |we call |i ask |we ask |calls|called|phones|phoned|pings|pinged|pages|\
         paged|wakes|woke|texts|texted|messages|messaged|rings|rang|asks|asked|informs|informed|contacts|\
         alerts",
    ),
    (
        Cue::Diagnose,
        "root cause|identif|discovered|determin|reveal|uncover|pinpoint|found|confirmed|traced to|\
         traced back|narrowed|diagnos|caught",
    ),
    (
        Cue::Fix,
        "adds |mitigat|rollback|rolled back|roll back|rolls back|rolling back|revert|fix|patch|applied|optimi|\
         increas|correct|adjust|remov|workaround|reconfigur|updat|chang|restart|replac|redirect|deploy|\
         scaled|implement|restor|rewrote|renam|edited|added|adding|disabl|enabl|solution|solv|resolv|\
         rebuil|recover|clean|releas",
    ),
    (
        Cue::Mitigate,
        "mitigat|workaround|work-around|temporary fix|temporarily fix|temporary solution|hotfix|rollback|\
         rolled back|roll back|rolls back|rolling back|revert|failed over|failover to|partially restored|\
         partially recovered|partial recovery|gradually|stabiliz|stabilis|traffic redirected|\
         redirected traffic|traffic was redirected|disabled the|turned off",
    ),
    (
        Cue::Resolve,
        "is alive|are alive|visible again|visible for every|error rate at zero|error rate at 0|error rate is zero|\
         error rate is 0|error rate zero|errors at zero|errors at 0|is there again|are there again|site came back|\
         website came back|service came back|page came back|app came back|everything came back|came back up|\
         came back to life|comes back up|comes back to life|connected again|\
         tested and fine|all good|all is well|everything works|no more errors|errors gone|errors are gone|errors stop|\
         at baseline|back at its usual|normal again|green again|fast again|are back|live again|alive again|online again|queue empty|queue is empty|queues are empty|\
         queue is drained|queue drained|backlog gone|backlog is gone|backlog cleared|backlog is cleared|\
         backlog drained|at normal levels|to normal levels|back at normal|ports up|links up|are flowing|\
         is flowing|flowing again|reachable again|available again|accessible again|all clear|\
         incident ends|incident is over|outage is over|ticket closed|case closed|goes through again|\
         caught up|installs work|logins work|links work|resolv|restor|back to normal|returned to normal|\
         return to normal|returning to normal|fully operational|normal operation|normal service|\
         recovered|recovery|outage ends|outage ended|outage over|incident ended|stabiliz|stabilis|fixed|\
         resumed|running normally|running correctly|running again|up and running|is back|was back|\
         back up|back on|functional|operational|is now running|are now running|incident closed|\
         issue is closed|issue closed|serving the new|resolution|functioning|working again|works again|\
         work again|working as expected|working properly|loading properly|solved|verified operational|\
         back in business|everything seems fine|100% back|service is up",
    ),
    (
        Cue::Over,
        "all green|resolved|restored|back to normal|back online|returned to normal|fully operational|\
         normal operation|outage ends|outage ended|incident ended|incident closed|fixed|running normally|\
         100% of traffic|resolution",
    ),
    (
        Cue::Onset,
        "outage begin|outage began|outage start|issue began|issue begins|issue started|incident began|\
         incident begins|incident started|went down|goes down|started responding with|\
         started to respond with|began returning|started returning|began to fail|starts failing|\
         started failing|begins experiencing|began experiencing|errors start|errors began|errors begin|\
         first error|became unresponsive|becomes unresponsive|became unavailable|stopped responding|\
         crashed|outage occured|outage occurred|entered notready",
    ),
    (
        Cue::Symptom,
        "displayed without|shown without|rendered without|without any style|unstyled|plain text with|\
         never arriv|never came|never appear|never loaded|never reached|never finished|never got|\
         stayed pending|stayed in \"pending|kept waiting|was dead|were dead|is dead|went dead|went dark|\
         could be |showed no |shows no |showed nothing|shows nothing|showed empty|came out empty|hung |hang |\
         hangs |hanging|hung.|hang.|\
         nobody could|no one could|nobody can|no one can|could no longer|white page|blank page|\
         went white|spinning|bounced|gave up|neither|declin|stale|\
         error|down |down.|down,|downtime|unavailab|unable|slow|outage|inaccessib|fail|could not|\
         couldn't|couldn’t|cannot|can not|can't|can’t|disrupt|degrad|timeout|timed out|time out|affected|\
         affecting|impacted|crash|latency|unresponsive|not load|not respond|500|502|503|504|404|refus|\
         unreachable|freez|frozen|interrupt|loss of|lost|complaint|inquir|stuck|not access|no access|\
         delay|blocked|broken|not work|stopped|offline|wrong|missing|went down|overload",
    ),
    (
        Cue::Cause,
        "outage came from|problem came from|issue came from|failure came from|error came from|errors came from|\
         incident came from|crash came from|it came from|this came from|outage comes from|problem comes from|\
         issue comes from|failure comes from|what broke|what caused|originated in |originates in |originated with |had its origin in|\
         has its origin in|villain|guilty|thing behind|lay behind|lies behind|stood behind|behind it all|\
         behind all this|behind all that|behind it was|behind this was|the offender|\
         had reached the end|nobody renewed|nobody had |left at its default|was configured in|were configured in|\
         it came from|this came from|came down to|boiled down to|boils down to|which is why|\
         that is why|this is why|was behind|were behind|to blame|at fault|fault lay|an expired|\
         had expired|ran out of|a bug in|a typo in|misconfigur|malformed|had retired|faulty|\
         left over from|\
         trigger was|trigger is|forgot to|forgotten to|cause: |why?|cause was|cause is|cause of|cause lay|cause lies|cause, |root cause|caused by|\
         caused when|was caused|were caused|is caused|been caused|due to|because|resulted from|\
         results from|result of|resulting from|traced back|traced to|stemm|stems from|owing to|thanks to|\
         discovered that|reason|attributed to|triggered by|the cause|originated from|originating from|\
         arose from|introduced by|found that|culprit|led to the|revealed that|as a consequence of",
    ),
    (
        Cue::History,
        "posted|published|modified|updated|created|written|prepared|preparation|last edited|copyright",
    ),
    (
        Cue::Fraction,
        "three quarters of |three-quarters of |two thirds of |two-thirds of |one third of |one-third of |\
         a third of |a quarter of |one quarter of |a fifth of |half of |half the |half our |\
         every second |every one of |every single one of ",
    ),
    (Cue::In, "in |out of "),
];

/// A phrase that was found.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hit {
    pub(super) cue: Cue,
    pub(super) span: Span,
}

static CUES: LazyLock<Phrases<Cue>> = LazyLock::new(|| {
    Phrases::new(PHRASES.iter().flat_map(|(cue, phrases)| phrases.split('|').map(|phrase| (phrase, *cue))))
});

/// The index of all phrases.
pub(super) fn phrases() -> &'static Phrases<Cue> {
    &CUES
}

/// The first hit for a cue.
pub(super) fn first(hits: &[Hit], cue: Cue) -> Option<Span> {
    hits.iter().find(|hit| hit.cue == cue).map(|hit| hit.span)
}
