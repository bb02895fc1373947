"""Headings as they stand on health pages, and the kind of section a careful reader sees under each of them.

`TABLE` was written before the word lists; each third line, `UNSEEN`, was kept out of sight while they were written.
`FOUND` are headings that stood on public pages about treatments, collected when the lists were done; at first sight 124
of these 143 were read right, and what the others taught went into the lists. `DEMO` are all headings of the demo's
articles, by article.
"""

TABLE = """
what | What is microneedling?
what | What Are Dermal Fillers?
what | About laser hair removal
what | How does botulinum toxin work?
what | Cryotherapy explained
what | Overview
what | Definition
what | What exactly is a chemical peel?
what | How It Works
what | The basics of PRP
what | What do we mean by “collagen induction”?
what | So, what is a HydraFacial anyway?
benefits | Benefits
benefits | The benefits of red light therapy
benefits | What are the potential advantages of IV therapy?
benefits | What can it treat?
benefits | Why it’s done
benefits | What is it used for?
benefits | 7 Amazing Benefits of Microneedling
benefits | How can a peel help my skin?
benefits | Uses
benefits | Health benefits of CBD oil
benefits | Why people choose laser resurfacing
benefits | What conditions does phototherapy help with?
benefits | What’s good about it?
risks | Side effects
risks | What are the risks?
risks | Risks and side effects of dermal fillers
risks | Are there any side effects or precautions?
risks | What could go wrong?
risks | Adverse reactions
risks | Potential Downsides
risks | Common side-effects
risks | Dangers of mixing peels at home
risks | Drawbacks of laser treatment
risks | Long-term harms
risks | Does it have any disadvantages?
risks | Serious problems to know about
risks | Safety concerns
risks | Unwanted effects
contraindications | Who should not have microneedling?
contraindications | Who is not a good candidate?
contraindications | Contraindications
contraindications | Who shouldn’t get Botox
contraindications | When to avoid a chemical peel
contraindications | Do not use this product if you
contraindications | Who can and cannot have laser hair removal
contraindications | People who should stay away from retinoids
contraindications | Is there anyone who can’t have fillers?
contraindications | Not suitable for
contraindications | Who needs to be careful?
contraindications | Reasons not to have a vitamin drip
contraindications | You may not be able to have cryotherapy if
contraindications | Before having treatment, tell your doctor if you
cost | How much does it cost?
cost | Cost
cost | What you’ll pay
cost | Does insurance cover laser resurfacing?
cost | Typical fees
cost | Is it expensive?
cost | The price of a session in the US
cost | Paying for treatment
cost | Is PRP covered by Medicare?
cost | Budgeting for a course of treatment
expect | What to expect
expect | What happens during the procedure?
expect | Your appointment, step by step
expect | What you can expect on the day
expect | How is the treatment done?
expect | How to prepare for a peel
expect | Does microneedling hurt?
expect | How many sessions will I need?
expect | Before the procedure
expect | How long does it take?
expect | When will I see results?
aftercare | Aftercare
aftercare | Recovery
aftercare | How to look after your skin afterwards
aftercare | What is the downtime?
aftercare | Caring for the treated area
aftercare | Post-treatment skin care
aftercare | How long is the recovery time after fillers?
aftercare | Looking after yourself at home
aftercare | Healing after a deep peel
aftercare | Dos and don’ts after Botox
help | When to see a doctor
help | When should I call my healthcare provider?
help | Call 911 if you have
help | Urgent advice: go to A&E if
help | Warning signs
help | Red flags
help | Symptoms that need emergency care
help | See a GP if
help | Should I talk to my dentist about it?
help | Signs you should seek medical attention
alternatives | Alternatives
alternatives | Are there alternatives to surgery?
alternatives | Other treatments for acne scars
alternatives | What else can I try?
alternatives | Microneedling vs. laser: which is better?
alternatives | Instead of fillers
alternatives | How does it compare with other procedures?
none | Is it safe?
none | Who is a good candidate?
none | Frequently asked questions
none | The bottom line
none | Benefits and risks
none | Pros and cons
none | Types of chemical peels
none | Risk factors for skin cancer
none | How to lower your risk of infection
none | Finding a qualified provider
none | References
none | Causes of hair loss
none | Symptoms
none | What does the research say?
none | How to treat side effects at home
none | Who benefits most from PRP?
none | Questions to ask before you book
none | Who is at risk of keloid scars?
"""

FOUND_TABLE = """
risks | Side Effects of Chemical Peels
help | Warning signs: when to contact a clinician
risks | Most common side effects (and why they happen)
risks | Risks and Side Effects
expect | What to expect after
risks | Common Side Effects (Typically Temporary)
risks | What are the risks of a chemical peel?
what | About Botox injections
benefits | What can Botox be used for?
none | The different types of Botox
alternatives | The difference between Botox and dermal fillers
none | Is Botox right for you?
none | Finding a practitioner
none | Who can administer Botox?
expect | Initial consultation
expect | Before the treatment
aftercare | Botox aftercare
risks | Botox side effects, health risks and complications
cost | How much does Botox cost?
none | What you should know before getting Botox
what | What is Botox?
benefits | Why do people get Botox?
none | Am I a candidate for Botox treatments?
contraindications | When should I not have Botox?
expect | Pre-treatment Tips:
expect | Botox Procedure
aftercare | Botox Recovery
none | Before and After Photographs
alternatives | Botox VS dermal fillers
none | In Summary:
none | What to think about before you have Botox injections
contraindications | When you cannot have Botox
expect | What it involves?
risks | Possible Risks, Complications & Side Effects to Botox
contraindications | Who should get botox and who should avoid it?
benefits | What is Botox used for?
none | Who discovered botox?
none | Is botox a poison?
benefits | Why is colonoscopy done?
risks | Risks and possible complications
expect | Getting ready
benefits | When is it used?
expect | How do I prepare for a colonoscopy?
contraindications | Tell your provider if:
expect | What happens during the procedure?
what | How a Colonoscopy Works
benefits | What a Colonoscopy Can Detect
expect | Preparation Guidelines of Colonoscopy
risks | Risks and Complications of Colonoscopy
none | How should ibuprofen be taken?
risks | Potential Side Effects of Ibuprofen:
benefits | TYPICAL USAGE:
none | Storage
what | The Basics of Teeth Whitening
what | How Does Teeth Whitening Work?
what | What Are Veneers?
alternatives | Teeth Whitening vs Veneers
none | Veneers are considered a permanent option
none | Q: What type of patients benefit from these two treatments?
benefits | What can acupuncture be used for?
benefits | Benefits of Acupuncture
risks | Risks of Acupuncture
contraindications | When To Avoid Dry Needling
none | When did dry needling start as a therapy?
none | Laser Hair Removal: Is It Really Worth It?
what | What is knee replacement surgery?
none | Who is a good candidate for knee replacement surgery?
expect | What to expect before surgery
expect | What happens during surgery
expect | What to expect after surgery
alternatives | What Are Alternatives To Knee Replacement Surgery?
what | What Is A Total Knee Replacement?
none | Will The Knee Replacement Wear Out And Loosen?
none | Will I Need To Have The Knee Replacement Re-Done?
none | Successful Knee Replacement Operations
none | Who Needs a Knee Replacement?
benefits | Why Do People Do Knee Replacement Surgery
risks | Risk in surgery:
what | How Does Microneedling Work With PRP?
what | The Science Behind Microneedling: Why It Works
none | The Components:
expect | The Procedure:
none | Candidates:
benefits | Uses of Vitamin D
benefits | Vitamin D Uses
risks | Side Effects of Vitamin D
risks | Vitamin D Side Effects
none | Interactions with Vitamin D
risks | Warnings about Vitamin D
risks | Vitamin D Warnings
risks | Health Risks from Excessive Vitamin D
none | Sources of Vitamin D
what | How This Vitamin Works in Your Body:
none | The Following May Benefit from Taking Vitamin D:
none | Where This Vitamin is Found:
none | How to Use:
benefits | What are the potential uses and benefits?
risks | What are the side effects?
none | What else do I need to know?
none | Common Names
what | What is it?
what | So, what are fillers?
what | How do they work?
contraindications | Can I have fillers or Botox if I am pregnant?
none | What age do I have to be to have fillers or anti-wrinkle treatment?
none | Can I have Botox treatment on the same day as my consultation?
none | I have seen a beauty/hair salon that is much cheaper, why should I see a Doctor?
none | Are Dermal Fillers Safe?
risks | General risks of dermal fillers include:
none | What you need to know before you have fillers
none | Are fillers temporary or permanent?
expect | What can I expect from my treatment?
cost | How much face and lip fillers cost
none | What to think about before you have face and lip fillers
expect | What happens when you have face and lip fillers
none | Face the Facts on Dermal Fillers
none | Request a Callback
none | Is it Safe?
expect | Does it hurt?
risks | Are there any side effects?
risks | Rare side effects include:
what | What is Coolsculpting?
what | How does Coolsculpting work?
none | What Happens to the fat?
none | How was CoolSculpting invented?
expect | The CoolSculpting Procedure
risks | What Are Some Side Effects Of CoolSculpting?
none | The Ultimate Guide to CoolSculpting
what | And how exactly does CoolSculpting work?
expect | Before the Procedure
none | What to know about LASIK surgery
risks | Risks include:
expect | Surgical Procedure
expect | During Surgery
what | What Is LASIK Eye Surgery?
expect | Preparing For The Surgery
none | Is LASIK right for me?
none | Things to think about
none | Find the right doctor
none | If you choose LASIK
expect | Before surgery:
aftercare | After surgery:
contraindications | Massage may not be appropriate if you have:
"""

DEMO_TABLE = """
# 3-common-treatment-options-for-colon-cancer
none | 1. Surgery
none | 2. Chemotherapy
none | 3. Radiation and targeted treatment
none | Radiation
none | Targeted drugs and immunotherapy
none | Questions for your care team
help | When to call right away
# access-safe-and-effective-vitamin-infusion-therapy-in-georgia
what | What a vitamin infusion is
benefits | When an infusion may help
none | Checking licenses in Georgia
risks | Risks of a drip
contraindications | Who should not have one
expect | On the day and afterward
help | When to call for help
# botulinum-toxin-injections
what | How the injections work
benefits | What they may help with
risks | Side effects and risks
contraindications | Who should not have them
expect | What happens at the visit
aftercare | Aftercare
help | Warning signs to act on
# chemical-peels
what | How a chemical peel works
benefits | What a peel may improve
risks | The risks, from mild to serious
contraindications | Who should avoid a peel
expect | What to expect, and how to care for your skin
help | When to call your clinician
# cryotherapy-for-warts
what | What cryotherapy is
benefits | Which warts it may help
risks | Side effects to know about
contraindications | Who should avoid it or ask first
none | Be sure that it is a wart
none | About home kits
expect | What to expect, and aftercare
help | When to go back or seek help
# dermal-fillers
what | What fillers are
benefits | What they may do for you
risks | Common effects and rare dangers
none | Common
risks | Rare but serious
contraindications | When fillers are not advised
none | Questions to ask first
expect | The visit and the days after
help | Get emergency help for these signs
# laser-hair-removal
what | How the laser targets hair
expect | What results to expect
risks | Risks to skin and eyes
contraindications | Who should wait or say no
expect | Preparing, and the visit itself
aftercare | In the days after
help | Warning signs after treatment
# laser-skin-resurfacing
what | What the laser does
none | Ablative lasers
none | Non-ablative lasers
none | Fractional lasers
benefits | Possible benefits
risks | What can go wrong
contraindications | When the laser should wait, or be avoided
expect | The day of treatment and the weeks after
help | Signs that need a call
# light-therapy-for-acne
what | How light acts on acne
none | Blue light
none | Red light
none | Photodynamic therapy
benefits | What it may help with
risks | Side effects
contraindications | Who should not use it
expect | What a course is like
help | When to see a clinician
# microdermabrasion
what | How it works
benefits | What a polish may improve
risks | Possible side effects and risks
contraindications | Who should not have it
expect | At the appointment
aftercare | Afterward
help | When to see someone
# platelet-rich-plasma-for-hair-loss
what | What PRP is
none | Find the cause first
benefits | What PRP may do for hair
risks | Possible side effects
contraindications | Who should not have PRP
expect | How a session usually goes
help | When to call a clinician
# teeth-whitening
what | How whitening works
none | At the dentist
none | At home with a dentist’s guidance
none | Store products
benefits | What it may improve
risks | Sore gums, sensitive teeth and other risks
contraindications | Who should wait or avoid it
none | Questions for your dentist
aftercare | Aftercare
help | When to see a dentist soon
# what-to-know-about-vaping-cbd
what | What CBD is
none | How vaping is different
benefits | What people hope it will do
risks | Risks to weigh
none | The lungs
none | The label
none | Other medicines
contraindications | Who should not vape CBD
none | If you are still thinking about it
help | When to get help
"""


def read(table):
    lines = (line.split(" | ") for line in table.strip().splitlines())
    return [(heading, None if kind == "none" else kind) for kind, heading in lines]


WORDINGS = read(TABLE)
UNSEEN = WORDINGS[2::3]
SEEN = [wording for number, wording in enumerate(WORDINGS) if number % 3 != 2]
FOUND = read(FOUND_TABLE)
DEMO = {
    name: read(table)
    for name, table in (part.split("\n", 1) for part in DEMO_TABLE.strip().removeprefix("# ").split("\n# "))
}
