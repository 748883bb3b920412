import ServerShell

/// `/home`: the frame that the client's script fills. Without the script it says what it is for.
struct ClientPage: Sendable {
    let layout: Layout

    var answer: Answer {
        layout.page(
            "Home", current: "/home", description: "Log in, post, and see what those say whom you follow.",
            script: true,
            """
            <noscript><p>This page is a program that runs in your browser: it needs JavaScript. \
            <a href="/">The public pages</a> do not.</p></noscript>
            <section id="welcome" hidden><p>See what those say whom you follow as soon as they say it, and post \
            yourself.</p><p><button type="button" id="log-in">Log in</button></p></section>
            <section id="client" hidden>
            <p id="me"></p>
            <form id="compose" aria-label="New status">
            <p id="answering" hidden><span></span> <button type="button" id="no-answer">Not as an answer</button></p>
            <p><label for="warning">Warning (optional)</label><input id="warning" maxlength="200" autocomplete="off"></p>
            <p><label for="text">What do you want to say?</label>
            <textarea id="text" rows="4" required aria-describedby="left"></textarea></p>
            <p class="row"><label for="visibility">Who sees it</label><select id="visibility">
            <option value="public">everybody</option><option value="unlisted">everybody, but in no list</option>
            <option value="private">followers</option><option value="direct">who is mentioned</option></select>
            <span id="left"></span><button id="post">Post</button></p></form>
            <p id="said" role="status"></p>
            <h2>What they say</h2>
            <p><span id="live" class="label">connecting</span></p>
            <div id="timeline" class="statuses"></div>
            <p><button type="button" id="older" hidden>Older</button></p>
            </section>
            """)
    }
}
