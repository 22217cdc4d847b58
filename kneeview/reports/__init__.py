"""What is handed out: the report in every form, and the painter that draws a scene on the screen as on paper."""
