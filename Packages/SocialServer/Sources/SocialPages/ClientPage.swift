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
            <nav aria-label="Views"><ul id="views" class="row"><li><a href="/home#">Home</a></li>
            <li><a href="/home#notifications">Notifications</a></li><li><a href="/home#search">Search</a></li>
            <li><a href="/home#bookmarks">Bookmarks</a></li><li><a href="/home#favourites">Favourites</a></li>
            <li><a href="/home#settings">Your profile</a></li></ul></nav>
            <form id="search" role="search" hidden><p><label for="query">Names, #hashtags or words</label>
            <input id="query" type="search" maxlength="500"></p><p><button>Search</button></p></form>
            <form id="settings" aria-label="Your profile" hidden>
            <p><label for="display-name">Name</label><input id="display-name" maxlength="60" autocomplete="name"></p>
            <p><label for="note">About you</label><textarea id="note" rows="4"></textarea></p>
            <p><label for="portrait">A new portrait</label>
            <input id="portrait" type="file" accept="image/png,image/jpeg,image/gif,image/webp"></p>
            <p><label><input type="checkbox" id="locked"> I approve who follows me</label>
            <label><input type="checkbox" id="discoverable"> I may be suggested, and my page found by search engines</label>
            <label><input type="checkbox" id="indexable"> My public statuses may be found by their words</label>
            <label><input type="checkbox" id="hide_collections"> I show nobody whom I follow and who follows me</label></p>
            <p><button>Save</button></p></form>
            <form id="compose" aria-label="New status">
            <p id="answering" hidden><span></span> <button type="button" id="no-answer">Not as an answer</button></p>
            <p><label for="warning">Warning (optional)</label><input id="warning" maxlength="200" autocomplete="off"></p>
            <p><label for="text">What do you want to say?</label>
            <textarea id="text" rows="4" aria-describedby="left"></textarea></p>
            <div id="attached"></div>
            <p><label for="images">Images: choose them here, or paste or drop them into the text</label>
            <input id="images" type="file" multiple accept="image/png,image/jpeg,image/gif,image/webp"></p>
            <p class="row"><label for="visibility">Who sees it</label><select id="visibility">
            <option value="public">everybody</option><option value="unlisted">everybody, but in no list</option>
            <option value="private">followers</option><option value="direct">who is mentioned</option></select>
            <span id="left"></span><button id="post">Post</button></p></form>
            <p id="said" role="status"></p>
            <h2 id="heading">What they say</h2>
            <p><span id="live" class="label">connecting</span> <span class="counts">Keys: n new, j and k next and \
            before, / search, i notifications, h home</span></p>
            <div id="timeline" class="statuses"></div>
            <p><button type="button" id="older" hidden>Older</button></p>
            </section>
            """)
    }
}
