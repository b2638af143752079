"""The page: `summarizer ui`, or `streamlit run ui/streamlit_app.py -- --db FILE`."""

import streamlit as st
from components.session import choose_language

from summarizer.wording import say

st.set_page_config(page_title="Summarizer", page_icon=":material/newspaper:", layout="wide")
choose_language()
pages = [
    st.Page("app_pages/reading.py", title=say("阅读", "Reading"), icon=":material/article:", url_path="", default=True),
    st.Page("app_pages/process.py", title=say("处理", "Process"), icon=":material/upload_file:", url_path="process"),
]
st.navigation(pages, position="top").run()
